import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { text } from '../../web/words/en.ts'
import { test, useSite } from './browser/flow.ts'

const site = useSite('built', 8930)

/** The session behind the portal page that is open. */
async function openedSession(page: Page) {
  await page.waitForURL(/\/_local\/stripe\/portal\//)
  const session = site.stripe.sessions().find(({ url }) => url === page.url())
  if (session === undefined) throw new Error('This is no portal page')
  return session
}

const sessionsAsked = () =>
  site.stripe.calls.filter(({ path }) => path === '/v1/billing_portal/sessions').length

describe('an address without a customer', () => {
  test.for(['kurt@example.com', 'emmy@example.com'])('is told: %s', async (email) => {
    const { page, sees, press } = await site.signedIn(email)
    await sees('nothing-found')
    expect(await page.locator('[data-email]').innerText()).toBe(email)
    await press('try-another')
    await sees('sign-in')
    expect(await page.locator('[data-field="email"]').inputValue()).toBe('')
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  })
})

test('a payment past due is said first on its card, with what it is for and what fixes it', async () => {
  const { page } = await site.signedIn('blaise@example.com')
  const card = page.locator('[data-link]')
  expect((await card.innerText()).startsWith(text.links.overdue)).toBe(true)
  expect(await card.locator('[data-row]').getAttribute('data-status')).toBe('past_due')
  expect(await card.getByRole('heading').innerText()).toBe('Studio Membership and 1 more')
  expect(await card.locator('[data-row]').innerText()).toContain('€36.00 per month')
  expect(await card.locator('[data-main]').getAttribute('data-action')).toBe('update-card')
  expect(await card.locator('button').first().innerText()).toBe(text.actions.card)
})

test('the customer whose payment is past due stands before the others', async () => {
  const { id: customer } = site.stripe.createCustomer({ email: 'behind@example.com' })
  const [item] = site.stripe.subscriptions()[0]!.items.data
  const items = [{ price: item!.price.id, quantity: 1 }]
  site.stripe.createSubscription({ customer, items, status: 'past_due' })
  await site.sell('behind@example.com', 'Studio')
  const { page, press } = await site.signedIn('behind@example.com')
  const first = page.locator('[data-link]').first()
  expect(await first.getAttribute('data-link')).toBe(customer)
  await press('update-card', customer)
  expect((await openedSession(page)).flow?.type).toBe('payment_method_update')
})

test('several entries are asked about, each by what it is for and since when', async () => {
  const { page } = await site.signedIn('ada@example.com')
  expect(await page.locator('[data-state] > p').nth(1).innerText()).toMatch(/^There are 3 .*\?$/)
  const cards = await page.locator('[data-link]').allInnerTexts()
  expect(cards).toHaveLength(3)
  for (const words of cards) expect(words).toMatch(/Customer since \w+ \d{4}/)
  expect(cards.join()).not.toContain('cus_')
})

test('prices and dates are written as the visitor writes them', async () => {
  const { subscription } = await site.sell('india@example.com', 'Studio')
  const { page } = await site.signedIn('india@example.com', { locale: 'en-IN' })
  const sold = site.stripe.subscriptions().find(({ id }) => id === subscription)
  const format = new Intl.DateTimeFormat('en-IN', { dateStyle: 'long', timeZone: 'UTC' })
  const row = await page.locator('[data-row]').innerText()
  expect(row).toContain(format.format(sold!.items.data[0]!.current_period_end * 1000))
  expect(row).toContain('€9.00')
})

describe('a button of a card', () => {
  test('opens where the card is changed, and comes back', async () => {
    const { customer } = await site.sell('card@example.com', 'Studio')
    const { page, press, sees } = await site.signedIn('card@example.com')
    await press('update-card')
    expect(await openedSession(page)).toMatchObject({
      customer,
      flow: { type: 'payment_method_update' },
    })
    await page.getByLabel(/Last four digits/).fill('4242')
    await page.getByRole('button', { name: 'Update card' }).click()
    await sees('links')
  })

  test('cancels the very subscription, and the card says when it ends', async () => {
    const { subscription } = await site.sell('cancel@example.com', 'Studio')
    const { page, press, sees } = await site.signedIn('cancel@example.com')
    await press('cancel')
    const { flow } = await openedSession(page)
    expect(flow?.subscription_cancel?.subscription).toBe(subscription)
    await page.getByRole('button', { name: 'Cancel subscription' }).click()
    await sees('links')
    expect(await page.locator('[data-row]').innerText()).toMatch(/Ends on /)
    expect(await page.locator('[data-action="cancel"]').count()).toBe(0)
  })

  test("opens the portal's front page where the owner forbids the direct way", async () => {
    const { customer } = await site.sell('forbidden@example.com', 'Studio')
    const { page, press, mayHear } = await site.signedIn('forbidden@example.com')
    mayHear(/status of 409/)
    const { id } = site.stripe.configurations().find(({ is_default }) => is_default)!
    const allow = (enabled: boolean) =>
      site.stripe.updateConfiguration(id, { features: { subscription_cancel: { enabled } } })
    allow(false)
    try {
      await press('cancel')
      expect(await openedSession(page)).toMatchObject({ customer, flow: null })
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
  test('stands first on every entry, and waits for a press', async () => {
    const { customer } = await site.sell('intent@example.com', 'Studio')
    await site.sell('intent@example.com', 'Archive')
    const { accessToken } = await site.supabase.signIn('intent@example.com')
    const { page, sees } = await site.visitor()
    await page.goto(`${site.origin}/?intent=cancel#access_token=${accessToken}`)
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
    expect((await openedSession(page)).flow?.type).toBe('subscription_cancel')
  })

  test('and who he is may stand in the address of the page', async () => {
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
    expect((await openedSession(page)).customer).toBe(customers[10])
    expect(sessionsAsked()).toBe(11)
  })

  test('younger than four minutes is opened as it is, an older one is renewed', async () => {
    const { customer } = await site.sell('slow@example.com', 'Studio')
    const { accessToken } = await site.supabase.signIn('slow@example.com')
    const { page, press, sees } = await site.visitor()
    await page.clock.install()
    await page.goto(`${site.origin}/#access_token=${accessToken}`)
    await sees('links')
    site.stripe.resetCalls()
    await page.clock.fastForward('03:50')
    await press('open-portal')
    expect((await openedSession(page)).customer).toBe(customer)
    expect(sessionsAsked()).toBe(0)

    await page.goto(`${site.origin}/`)
    await sees('links')
    await page.clock.fastForward('04:01')
    await press('open-portal')
    expect((await openedSession(page)).customer).toBe(customer)
    expect(sessionsAsked()).toBe(2)
  })
})
