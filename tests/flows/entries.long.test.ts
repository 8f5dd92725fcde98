import { describe, expect } from 'vitest'
import { text } from '../../web/words/en.ts'
import { test, useSite } from './browser/flow.ts'

const site = useSite('built', 8930)

const sessionsAsked = () =>
  site.stripe.calls.filter(({ path }) => path === '/v1/billing_portal/sessions').length

test('an address without a customer is told so, and another can be tried', async () => {
  const { page, sees, press } = await site.signedIn('kurt@example.com')
  await sees('nothing-found')
  expect(await page.locator('[data-email]').innerText()).toBe('kurt@example.com')
  await press('try-another')
  await sees('sign-in')
  expect(await page.locator('[data-field="email"]').inputValue()).toBe('')
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
})

test('a payment past due is said first on its card, with what it is for and what fixes it', async () => {
  const { page } = await site.signedIn('blaise@example.com')
  const card = page.locator('[data-link]')
  expect((await card.innerText()).startsWith(text.links.overduePay)).toBe(true)
  expect(await card.locator('[data-row]').getAttribute('data-status')).toBe('past_due')
  expect(await card.getByRole('heading').innerText()).toBe('Studio Membership and 1 more')
  expect(await card.locator('[data-row]').innerText()).toContain('€36.00 per month')
  const pay = card.locator('[data-main]')
  expect(await pay.innerText()).toBe('Pay €36.00 now')
  // Screen readers hear what each button is about, beyond its words.
  await card.getByRole('link', { name: 'Pay €36.00 now Studio Membership and 1 more' }).click()
  await page.getByRole('button', { name: 'Pay' }).click()
  await page.getByText('€36.00, paid').waitFor()
  await page.goto(`${site.origin}/`)
  await page.locator('[data-status="active"]').waitFor()
})

test('billing accounts that look alike say the moment at which they began', async () => {
  await site.sell('twin@example.com', 'Studio')
  await site.sell('twin@example.com', 'Studio')
  const { page } = await site.signedIn('twin@example.com')
  const since = await page.locator('[data-since]').allInnerTexts()
  expect(since).toHaveLength(2)
  for (const words of since) expect(words).toMatch(/^Customer since \d+ \w+ \d{4} at \d\d:\d\d$/)
})

test('a payment past due puts no card first: a line leads to it, and it says that it may be another’s', async () => {
  await site.sell('behind@example.com', 'Studio')
  const { id: customer } = site.stripe.createCustomer({ email: 'behind@example.com' })
  const [item] = site.stripe.subscriptions()[0]!.items.data
  const items = [{ price: item!.price.id, quantity: 1 }]
  site.stripe.createSubscription({ customer, items, status: 'past_due' })
  const { page, press } = await site.signedIn('behind@example.com')
  const cards = page.locator('[data-link]')
  expect(await cards.first().locator('[data-caution]').count()).toBe(0)
  const planted = page.locator(`[data-link="${customer}"]`)
  expect(await cards.last().getAttribute('data-link')).toBe(customer)
  expect(await planted.locator('[data-caution]').innerText()).toBe(text.links.notYours)
  const saysFirst = await planted.evaluate((card) => {
    const [caution, pay] = ['[data-caution]', '[data-action="pay"]'].map((of) =>
      card.querySelector(of),
    )
    return caution!.compareDocumentPosition(pay!) & Node.DOCUMENT_POSITION_FOLLOWING
  })
  expect(saysFirst).toBeTruthy()
  await press('show-overdue')
  expect(await planted.locator('h2:focus').count()).toBe(1)
  await press('pay', customer)
  await page.getByText('open').waitFor()
  expect(new URL(page.url()).pathname).toMatch(/\/invoice\/in_/)
})

test('more billing accounts than an answer holds are said to be there, and found by a press', async () => {
  const made = await site.knownCustomers('flooded@example.com', 230)
  const { page, press, sees } = await site.signedIn('flooded@example.com')
  await sees('links')
  const cards = page.locator('[data-link]')
  expect(await cards.count()).toBe(100)
  for (const id of [made[0]!, made.at(-1)!])
    expect(await page.locator(`[data-link="${id}"]`).count()).toBe(1)
  expect(await page.getByText(text.links.moreThanShown).count()).toBe(1)
  await press('show-more')
  await page.locator(`[data-link="${made[120]!}"]`).waitFor()
  expect(await page.locator(`[data-link="${made[50]!}"] h2:focus`).count()).toBe(1)
  await press('show-more')
  await page.locator(`[data-link="${made[170]!}"]`).waitFor()
  expect(await cards.count()).toBe(230)
  expect(await page.locator('[data-action="show-more"]').count()).toBe(0)
  expect(await page.getByText(text.links.moreThanShown).count()).toBe(0)
})

describe('a button of a card', () => {
  test('opens where the card is changed, and comes back', async () => {
    const { customer } = await site.sell('card@example.com', 'Studio')
    const { page, press, sees } = await site.signedIn('card@example.com')
    await press('update-card')
    expect(await site.openedPortal(page)).toMatchObject({
      customer,
      flow: { type: 'payment_method_update' },
    })
    await page.getByLabel(/Last four digits/).fill('4242')
    await page.getByRole('button', { name: 'Update card' }).click()
    await sees('links')
    expect(await page.locator('[data-done]').innerText()).toBe(text.done.card)
    expect(await page.locator('[data-method]').innerText()).toContain('Visa ···· 4242')
  })

  test("leads to where a subscription's own payment method is changed", async () => {
    const { customer, subscription } = await site.sell('own@example.com', 'Studio')
    const { id } = site.stripe.createPaymentMethod({ customer, last4: '1111', exp_year: 2020 })
    site.stripe.changeSubscription(subscription, { paymentMethod: id })
    const { page, press, sees } = await site.signedIn('own@example.com')
    const row = page.locator('[data-row]')
    const words = async () => (await row.innerText()).replaceAll(/[\u2066\u2069]/g, '')
    expect(await words()).toContain('Charged to Visa ···· 1111, which has expired (12/20)')
    expect(await words()).toContain(text.links.ownMethod)
    await press('update-card')
    expect((await site.openedPortal(page)).flow).toBeNull()
    await page.getByLabel(/Another card/).fill('2222')
    await page.getByRole('button', { name: 'Use this card' }).click()
    await page.getByRole('link', { name: /^Return/ }).click()
    await sees('links')
    expect(await words()).toContain('Charged to Visa ···· 2222, expires 12/34')
  })

  test('cancels the very subscription, and the card says when it ends', async () => {
    const { subscription } = await site.sell('cancel@example.com', 'Studio')
    const { page, press, sees } = await site.signedIn('cancel@example.com')
    await press('cancel')
    const { flow } = await site.openedPortal(page)
    expect(flow?.subscription_cancel?.subscription).toBe(subscription)
    await page.getByRole('button', { name: 'Cancel subscription' }).click()
    await sees('links')
    const [notice, row] = [page.locator('[data-done="cancel"]:focus'), page.locator('[data-row]')]
    expect(await notice.innerText()).toMatch(
      /^Studio is canceled\. You can use it until .* You won’t be charged for it again\.$/,
    )
    expect(page.url()).toBe(`${site.origin}/`)
    expect(await row.innerText()).toMatch(/Canceled\s+You can use it until /)
    expect(await page.locator('[data-action="cancel"]').count()).toBe(0)

    await press('keep')
    await page.getByRole('button', { name: "Don't cancel subscription" }).click()
    await page.getByRole('link', { name: /^Return/ }).click()
    await sees('links')
    expect(await row.innerText()).toMatch(/Active\s.*\s+Renews on /)
    expect(await notice.count()).toBe(0)
  })

  test('says what was done, of a plan that changed and of a subscription that ended at once', async () => {
    await site.sell('changes@example.com', 'Studio')
    const { page, press, sees } = await site.signedIn('changes@example.com')
    const notice = page.locator('[data-done]:focus')
    await press('change-plan')
    await page.getByLabel('Quantity').fill('3')
    await page.getByRole('button', { name: 'Change quantity' }).click()
    await sees('links')
    expect(await notice.innerText()).toBe('Your change to Studio is saved.')
    expect(await page.locator('[data-link] h2').innerText()).toBe('3 × Studio')

    const { id } = site.stripe.configurations().find(({ is_default }) => is_default)!
    const endBy = (mode: 'immediately' | 'at_period_end') =>
      site.stripe.updateConfiguration(id, { features: { subscription_cancel: { mode } } })
    endBy('immediately')
    try {
      await press('cancel')
      await page.getByRole('button', { name: 'Cancel subscription' }).click()
      await sees('links')
      expect(await notice.innerText()).toBe(
        '3 × Studio is canceled. You won’t be charged for it again.',
      )
    } finally {
      endBy('at_period_end')
    }
  })

  test('an address alone does not make the page say that anything was done', async () => {
    await site.sell('forged@example.com', 'Studio')
    const { accessToken } = await site.supabase.signIn('forged@example.com')
    const { page, arrives, sees } = await site.visitor()
    await arrives(accessToken, `${site.origin}/?done=cancel`)
    await sees('links')
    expect(await page.locator('[data-done]').count()).toBe(0)
    expect(page.url()).toBe(`${site.origin}/`)
  })

  test('says so if the portal refuses, which forbids it only since', async () => {
    await site.sell('forbidden@example.com', 'Studio')
    const { press, meets, mayHear } = await site.signedIn('forbidden@example.com')
    mayHear(/status of 409/)
    const { id } = site.stripe.configurations().find(({ is_default }) => is_default)!
    const allow = (enabled: boolean) =>
      site.stripe.updateConfiguration(id, { features: { subscription_cancel: { enabled } } })
    allow(false)
    try {
      await press('cancel')
      await meets('flow_unavailable')
    } finally {
      allow(true)
    }
  })

  test('that would reach a customer who was just moved away opens nothing', async () => {
    const { customer } = await site.sell('moved@example.com', 'Studio')
    const { press, meets, mayHear } = await site.signedIn('moved@example.com')
    mayHear(/status of 404/)
    site.stripe.updateCustomer(customer, { email: 'elsewhere@example.com' })
    await site.stripe.settled()
    await press('update-card')
    await meets('customer_not_yours')
  })
})

describe('what a visitor comes for', () => {
  test('comes first on every entry, and waits for a press', async () => {
    const { customer } = await site.sell('intent@example.com', 'Studio')
    await site.sell('intent@example.com', 'Archive')
    const { accessToken } = await site.supabase.signIn('intent@example.com')
    const { page, arrives, sees } = await site.visitor()
    await arrives(accessToken, `${site.origin}/?intent=cancel`)
    await sees('links')
    const main = page.locator('[data-main]')
    expect(await main.evaluateAll((all) => all.map(({ dataset }) => dataset['action']))).toEqual([
      'cancel',
      'cancel',
    ])
    const words = await page.locator(`[data-link="${customer}"]`).innerText()
    for (const said of ['intent@example.com', 'Studio', '€9.00 per month'])
      expect(words).toContain(said)
    await page.locator(`[data-link="${customer}"] [data-main]`).click()
    expect((await site.openedPortal(page)).flow?.type).toBe('subscription_cancel')
  })

  test('and their address may be part of the page’s own', async () => {
    const { page } = await site.visitor()
    await page.goto(`${site.origin}/?email=ada%40example.com`)
    expect(await page.locator('[data-field="email"]').inputValue()).toBe('ada@example.com')
    expect(site.supabase.calls.filter(({ path }) => path.endsWith('/otp'))).toEqual([])
  })
})

describe('a link into the portal', () => {
  test('is fetched on the press for the eleventh customer and later', async () => {
    for (let count = 1; count <= 12; count += 1) await site.sell('many@example.com', `No. ${count}`)
    site.stripe.resetCalls()
    const { page, press } = await site.signedIn('many@example.com')
    const customers = await page
      .locator('[data-link]')
      .evaluateAll((cards) => cards.map((card) => card.dataset['link']))
    expect(customers).toHaveLength(12)
    expect(sessionsAsked()).toBe(10)
    await press('open-portal', customers[10])
    expect((await site.openedPortal(page)).customer).toBe(customers[10])
    expect(sessionsAsked()).toBe(11)
  })

  test('younger than four minutes is opened as it is, an older one is renewed', async () => {
    const { customer } = await site.sell('slow@example.com', 'Studio')
    const began = Date.now()
    const { page, press, sees } = await site.signedIn('slow@example.com', { withClock: true })
    site.stripe.resetCalls()
    await page.clock.pauseAt(began + 230_000)
    await press('open-portal')
    expect((await site.openedPortal(page)).customer).toBe(customer)
    expect(sessionsAsked()).toBe(0)

    await page.clock.resume()
    await page.goto(`${site.origin}/`)
    await sees('links')
    await page.clock.fastForward('04:01')
    await press('open-portal')
    expect((await site.openedPortal(page)).customer).toBe(customer)
    expect(sessionsAsked()).toBe(2)
  })
})
