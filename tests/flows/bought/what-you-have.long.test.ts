import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { text } from '../../../web/words/en.ts'
import { test, useSite } from '../browser/flow.ts'
import { buy, buyOnce, putUpForSale } from '../browser/shop.ts'

const site = useSite('built', 8945)

const access = (page: Page) => page.locator('[data-access] li').allInnerTexts()
const untilHas = (page: Page, names: string[]) =>
  expect.poll(() => access(page), { timeout: 30_000 }).toEqual(names)

test('what was bought as a guest is there after the sign-in, until it is refunded', async () => {
  const email = 'guest-has@example.com'
  buyOnce(site, { email })
  await site.stripe.settled()
  const { page, sees } = await site.signedIn(email)
  await sees('nothing-found')
  await untilHas(page, ['book'])

  await page.goto(`${site.origin}/_local/stripe`)
  await page.getByRole('link', { name: /payments/i }).click()
  await page
    .getByRole('button', { name: /^Refund/ })
    .first()
    .click()
  await site.stripe.settled()
  await page.goto(`${site.origin}/`)
  await sees('nothing-found')
  const asked = page.waitForResponse(/rpc\/my_account/)
  await page.reload()
  expect(await (await asked).json()).toMatchObject({ outcome: 'found', access: [] })
  expect(await page.locator('[data-access]').isVisible()).toBe(false)
})

test('a plan that is canceled in the portal is gone when the visitor is back', async () => {
  const email = 'plan-has@example.com'
  buy(site, putUpForSale(site, { name: 'Pro', access: 'pro,export', isPlan: true }), { email })
  await site.stripe.settled()
  const { page, sees, press } = await site.signedIn(email)
  await sees('links')
  await untilHas(page, ['export', 'pro'])
  await press('open-portal')
  await page.waitForURL(/\/portal\//)
  const { id } = site.stripe.subscriptions()[0]!
  site.stripe.cancelSubscription(id)
  await page.getByRole('link', { name: /^Return/ }).click()
  await sees('links')
  await untilHas(page, [])
})

test('what can’t be asked is said to be unknown, and never delays the cards', async () => {
  const { page, sees, press, mayHear } = await site.visitor()
  mayHear(/status of 500/)
  const email = 'unknown-has@example.com'
  buy(site, putUpForSale(site, { name: 'Pro', access: 'pro', isPlan: true }), { email })
  await site.stripe.settled()
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/rpc/my_account', async (route) => {
    await promise
    await route.fulfill({ status: 500, body: '{}' })
  })
  const { accessToken } = await site.supabase.signIn(email)
  await page.goto(`${site.origin}/#access_token=${accessToken}`)
  await press('continue')
  await sees('links')
  expect(await page.locator('[data-access]').isVisible()).toBe(false)
  resolve()
  await page.getByText(text.account.unknown).waitFor()
  await page.unroute('**/rpc/my_account')
  await press('ask-access')
  await untilHas(page, ['pro'])
  await page.locator('[data-access] h2:focus').waitFor()
})
