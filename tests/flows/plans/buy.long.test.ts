import { expect } from 'vitest'
import { text } from '../../../web/words/plans/en.ts'
import { text as general } from '../../../web/words/en.ts'
import { test, useSite } from '../browser/flow.ts'
import { hold } from '../browser/hold.ts'
import { cardOf, chooses, looksAtPlans, seesPlans } from './shop-window.ts'

const site = useSite('built', 8932)

const choose = '[data-action="choose"]'
const orders = () => site.stripe.checkoutSessions().length

/** The items that work, as the page says it. */
const working = (name: string, credits: string) => [
  expect.stringMatching(
    new RegExp(`^${name}\\s+${general.purchase.works}\\s+${credits}$`),
  ) as string,
]

test('a guest chooses Pro, pays, and comes back to what works now, with no webhook', async () => {
  site.stripe.control({ deliveries: { drop: true } })
  const visitor = await site.visitor()
  const { page, press } = visitor
  await looksAtPlans(site, visitor)
  const order = await chooses(site, visitor, 'Pro')
  expect([order.customer, order.customer_email]).toEqual([null, null])
  await page.getByText('€12.00').first().waitFor()
  await page.getByLabel('Email address').fill('newcomer@example.com')
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await seesPlans(page, 'purchase')
  expect(page.url()).toBe(`${site.origin}/plans`)
  expect(await page.locator('[data-items] li').allInnerTexts()).toEqual(
    working('Pro', '1,000 credits'),
  )
  await page.reload()
  await seesPlans(page, 'purchase')
  await press('see-plans')
  await seesPlans(page, 'offers')
  await page.reload()
  await seesPlans(page, 'offers')
})

test('the year is bought if the year is chosen, and the language of the page goes along', async () => {
  const visitor = await site.visitor({ locale: 'de-DE' })
  const { page } = visitor
  await looksAtPlans(site, visitor)
  await cardOf(page, 'Pro').getByText('120,00 € pro Jahr').click()
  const order = await chooses(site, visitor, 'Pro')
  expect(order).toMatchObject({ amount_total: 12_000, locale: 'de', mode: 'subscription' })
  await page.getByRole('link', { name: 'Back' }).click()
  await seesPlans(page, 'offers')
  expect(page.url()).toBe(`${site.origin}/plans`)
})

test('from an order the way leads to the billing accounts, and the order stays behind', async () => {
  const visitor = await site.visitor()
  const { page, press, sees } = visitor
  await looksAtPlans(site, visitor, '?lang=fr')
  await chooses(site, visitor, 'Export pack')
  await page.getByLabel('Email address').fill('onward@example.com')
  await page.getByRole('button', { name: 'Pay' }).click()
  await seesPlans(page, 'purchase')
  expect(page.url()).toBe(`${site.origin}/plans?lang=fr`)
  await press('manage')
  await sees('sign-in')
  expect(page.url()).toBe(`${site.origin}/?lang=fr`)
  await page.reload()
  await sees('sign-in')
})

test('a trial is what the card says that it is', async () => {
  const visitor = await site.visitor()
  await looksAtPlans(site, visitor)
  expect(await cardOf(visitor.page, 'Patron').innerText()).toContain('14 days free, then €40.00')
  await chooses(site, visitor, 'Patron')
  await visitor.page.getByText('14 days free').waitFor()
})

test('whoever pays what they want says it on the page at Stripe', async () => {
  const visitor = await site.visitor()
  const { page } = visitor
  await looksAtPlans(site, visitor)
  await chooses(site, visitor, 'Thank you')
  await page.getByLabel('Amount').fill('7')
  await page.getByLabel('Email address').fill('giver@example.com')
  await page.getByRole('button', { name: 'Pay' }).click()
  await seesPlans(page, 'purchase')
  expect(await page.locator('[data-items] li').allInnerTexts()).toEqual(
    working('Thank you', '700 credits'),
  )
})

test('whoever is signed in buys under their address, sees their plan, and changes it at Stripe', async () => {
  const email = 'member@example.com'
  const visitor = await site.visitor()
  const { page, meets, press } = visitor
  const { accessToken } = await site.supabase.signIn(email)
  await page.goto(`${site.origin}/`)
  await page.evaluate(
    (token) => sessionStorage.setItem('manage-billing.access-token', token),
    accessToken,
  )
  await looksAtPlans(site, visitor)
  expect(await page.locator('[data-yours]:visible').count()).toBe(0)
  const order = await chooses(site, visitor, 'Pro')
  expect(order.customer_email).toBe(email)
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await seesPlans(page, 'purchase')
  await press('see-plans')
  const card = cardOf(page, 'Pro')
  await card.locator('[data-yours]:visible').waitFor()
  expect(await page.locator('[data-yours]:visible').count()).toBe(1)
  expect(await page.locator('[data-email]').innerText()).toBe(email)

  visitor.mayHear(/status of 409/)
  await card.locator(choose).click()
  await meets('already_subscribed')
  expect(await card.locator('[data-summary]').innerText()).toContain(
    text.plans.running.replace('{product}', 'Pro'),
  )
  await card.locator('[data-action="change"]').click()
  await site.openedPortal(page)
})

test('a double press is one order, and the button says that it is on its way', async () => {
  const visitor = await site.visitor()
  const { page } = visitor
  await looksAtPlans(site, visitor)
  const before = orders()
  const release = await hold(page, '/api/checkout')
  const button = cardOf(page, 'Pro').locator(choose)
  await button.dblclick()
  await button.click({ force: true })
  expect(await button.innerText()).toBe(text.plans.opening)
  expect(await button.getAttribute('aria-busy')).toBe('true')
  release()
  await page.waitForURL(/\/_local\/stripe\//)
  expect(orders()).toBe(before + 1)
})

test('a page that the browser kept on the way to Stripe is usable when it is shown again', async () => {
  const visitor = await site.visitor()
  const { page } = visitor
  await looksAtPlans(site, visitor)
  const release = await hold(page, '/api/checkout')
  const button = cardOf(page, 'Pro').locator(choose)
  await button.click()
  expect(await button.innerText()).toBe(text.plans.opening)
  // As a browser does that keeps pages whole; the one of the flows keeps none.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await expect.poll(() => button.innerText(), { timeout: 30_000 }).toBe('Choose Pro')
  release()
  await cardOf(page, 'Patron').locator(choose).click()
  await page.waitForURL(/\/_local\/stripe\//)
  await page.getByText('14 days free').waitFor()
})

test('a press whose answer is lost leads to the same order again', async () => {
  const visitor = await site.visitor()
  const { page, meets, mayHear } = visitor
  mayHear(/ERR_/)
  await looksAtPlans(site, visitor)
  const before = orders()
  await page.route(
    '**/api/checkout',
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  await cardOf(page, 'Pro').locator(choose).click()
  await meets('offline')
  expect(orders()).toBe(before + 1)
  await chooses(site, visitor, 'Pro')
  expect(orders()).toBe(before + 1)
})

test('the way back from Stripe leaves a page on which another order can be placed', async () => {
  const visitor = await site.visitor()
  const { page } = visitor
  await looksAtPlans(site, visitor)
  const first = await chooses(site, visitor, 'Pro')
  await page.goBack()
  await seesPlans(page, 'offers')
  expect(await cardOf(page, 'Pro').locator(choose).innerText()).toBe('Choose Pro')
  const second = await chooses(site, visitor, 'Export pack')
  expect(second.id).not.toBe(first.id)
})

test('what was taken off the shelf a moment ago is not sold', async () => {
  const visitor = await site.visitor()
  const { page, meets, mayHear } = visitor
  mayHear(/status of 404/)
  const product = site.stripe.createProduct({ name: 'Last one' }, { silent: true }).id
  const fields = { product, unit_amount: 500, currency: 'eur', recurring: null }
  const { id } = site.stripe.createPrice({ ...fields, metadata: { offer: 'yes' } })
  await site.stripe.settled()
  await looksAtPlans(site, visitor)
  site.stripe.updatePrice(id, { active: false }, { silent: true })
  await cardOf(page, 'Last one').locator(choose).click()
  await meets('offer_unknown')
})

test('a shop whose key may not sell says that nothing was charged', async () => {
  const visitor = await site.visitor()
  const { page, meets, mayHear } = visitor
  mayHear(/status of (403|500|502|503)/)
  site.stripe.control({
    faults: [{ path: '/v1/checkout/sessions', method: 'POST', status: 403 }],
  })
  await looksAtPlans(site, visitor)
  await cardOf(page, 'Pro').locator(choose).click()
  await meets('permission_missing')
  expect(await page.locator('[data-summary]:visible').innerText()).toContain(text.faults.owner)
})

test('what is bought for an account goes there, and the way back still knows it', async () => {
  const { stripe, supabase, origin } = site
  const holder = await site.visitor()
  await looksAtPlans(site, holder)
  await chooses(site, holder, 'Export pack')
  await holder.page.getByLabel('Email address').fill('holder@example.com')
  await holder.page.getByRole('button', { name: 'Pay' }).click()
  await seesPlans(holder.page, 'purchase')
  // Shown once, and kept nowhere.
  const token = await holder.page.locator('[data-token]').innerText()
  expect(token).toMatch(/^pg_test_[0-9A-Za-z]{38}$/)
  const kept = () =>
    [...Object.values(localStorage), ...Object.values(sessionStorage), location.href].join()
  expect(await holder.page.evaluate(kept)).not.toContain(token)
  await holder.page.reload()
  await seesPlans(holder.page, 'purchase')
  expect(await holder.page.locator('[data-token]').count()).toBe(0)
  const { rows } = await supabase.database.query<{ id: string }>(
    `select id from private.accounts where address = 'holder@example.com'`,
  )
  const { id } = rows[0]!

  const friend = await site.visitor()
  const { page } = friend
  await looksAtPlans(site, friend, `?for=${id}`)
  const words = text.plans.forAccount.replace('{ending}', id.slice(-4))
  expect(await page.locator('[data-account]').innerText()).toBe(words)
  expect(await page.locator('[data-state]').innerText()).not.toContain('holder@')
  expect(await cardOf(page, 'Pro').locator('[data-for-payer]').isVisible()).toBe(true)
  expect(await cardOf(page, 'Export pack').locator('[data-for-payer]').count()).toBe(0)
  const order = await chooses(site, friend, 'Export pack')
  expect(order.client_reference_id).toBe(id)
  await page.getByRole('link', { name: 'Back' }).click()
  await seesPlans(page, 'offers')
  expect(page.url()).toBe(`${origin}/plans?for=${id}`)
  await chooses(site, friend, 'Export pack')
  await page.getByLabel('Email address').fill('friend@example.com')
  await page.getByRole('button', { name: 'Pay' }).click()
  await seesPlans(page, 'purchase')
  expect(await page.locator('[data-counts-for]').innerText()).toContain(id.slice(-4))
  expect(await page.locator('[data-token]').count()).toBe(0)
  await stripe.settled()
  const { rows: lines } = await supabase.database.query(
    'select 1 from private.purchases where account_id = $1',
    [id],
  )
  expect(lines.length).toBe(2)
})
