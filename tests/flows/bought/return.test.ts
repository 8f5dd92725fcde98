import { expect } from 'vitest'
import { text } from '../../../web/words/en.ts'
import { test, useSite } from '../browser/flow.ts'
import { buyOnce, putUpForSale } from '../browser/shop.ts'
import { cardOf, looksAtPlans } from '../plans/shop-window.ts'

const site = useSite('built', 8930)

test('whoever pays by a link as a guest comes back to what works now, with no webhook', async () => {
  site.stripe.control({ deliveries: { drop: true } })
  const pro = putUpForSale(site, { name: 'Pro', access: 'pro,export', isPlan: true })
  const { page, sees, press } = await site.visitor()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url() + (request.headers()['referer'] ?? '')))
  await page.goto(pro.link.url)
  await page.getByLabel('Email address').fill('guest@example.com')
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await sees('purchase')
  const id = site.stripe.checkoutSessions()[0]!.id

  expect(page.url()).toBe(`${site.origin}/`)
  expect(await page.locator('h1').innerText()).toBe(text.purchase.paid)
  expect(await page.locator('[data-items] li').allInnerTexts()).toEqual([
    expect.stringMatching(new RegExp(`^Pro\\s+${text.purchase.works}$`)) as string,
  ])
  expect(await page.locator('[data-state]').innerText()).not.toContain('@')
  // The page itself was asked for with a fragment, which no server sees.
  const told = asked.filter((url) => url.includes(id) && !url.includes('#bought='))
  expect(told.every((url) => url.includes('/_local/stripe/'))).toBe(true)

  await page.reload()
  await sees('purchase')
  // Whoever comes anew wants what the page is for.
  await page.goto(`${site.origin}/?intent=card`)
  await sees('sign-in')
  await page.goBack()
  await sees('sign-in')
  await page.goto(`${site.origin}/#bought=${id}`)
  await sees('purchase')
  expect(page.url()).toBe(`${site.origin}/`)
  await press('manage')
  await sees('sign-in')
  await page.reload()
  await sees('sign-in')
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
})

test('a payment that takes days is on its way, until it arrives', async () => {
  const { page, sees } = await site.visitor()
  await page.clock.install()
  await page.goto(`${site.origin}/#bought=${buyOnce(site, { method: 'bank' })}`)
  await page.locator('[data-order="processing"]').waitFor()
  expect(await page.locator('[data-action="check-again"]').isVisible()).toBe(false)
  const { payment_intent } = site.stripe.checkoutSessions()[0]!
  site.stripe.settlePayment(payment_intent as string, 'succeeds')
  await page.clock.runFor(2_100)
  await page.locator('[data-order="paid"]').waitFor()
  expect(await page.locator('[data-live]').innerText()).toBe(text.purchase.paid)
  await sees('purchase')
})

test('whoever chooses a plan on our own page comes back to what works now, with no webhook', async () => {
  site.stripe.control({ deliveries: { drop: true } })
  const visitor = await site.visitor()
  const { page, sees } = visitor
  await looksAtPlans(site, visitor)
  await cardOf(page, 'Patron').locator('[data-action="choose"]').click()
  await page.getByLabel('Email address').fill('patron@example.com')
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await sees('purchase')
  expect(await page.locator('[data-items]').innerText()).toContain(text.purchase.works)
})
