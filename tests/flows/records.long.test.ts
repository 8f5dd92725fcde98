import { describe, expect } from 'vitest'
import { text } from '../../web/words/en.ts'
import { test, useSite } from './browser/flow.ts'

const site = useSite('built', 8992)

/** The clock lists invoices, too, of everybody. */
const invoicesOfOne = () =>
  site.stripe.calls.filter(
    ({ path, query }) => path === '/v1/invoices' && query.includes('customer='),
  ).length

describe('the invoices of a billing account', () => {
  test('are fetched when they are opened, close again, and lead to their page at Stripe', async () => {
    const { page, press } = await site.signedIn('grace@example.com')
    const button = page.locator('[data-action="invoices"]')
    expect([invoicesOfOne(), await button.getAttribute('aria-expanded')]).toEqual([0, 'false'])
    await press('invoices')
    const row = page.locator('.records li')
    await row.waitFor()
    expect(await row.innerText()).toMatch(/\d+ \w+ \d{4} · \S+-0001\s+€29.00\s+Paid\s+View/)
    const named = page.getByRole('link', { name: /^View .*-0001$/ })
    const [opened] = await Promise.all([page.waitForEvent('popup'), named.click()])
    await opened.getByText('€29.00, paid').waitFor()
    await press('invoices')
    expect(await row.isVisible()).toBe(false)
    await press('invoices')
    expect(await row.isVisible()).toBe(true)
    expect(invoicesOfOne()).toBe(1)
  })

  test('come twenty at a time, and the focus goes on with the first of the older ones', async () => {
    const { customer } = await site.sell('often@example.com', 'Tea')
    const [{ items } = { items: undefined }] = site.stripe.subscriptions()
    const price = items!.data[0]!.price.id
    for (let count = 0; count < 21; count += 1)
      site.stripe.createSubscription({ customer, items: [{ price, quantity: 1 }] })
    const { page, press } = await site.signedIn('often@example.com')
    await press('invoices')
    await page.locator('.records li').nth(19).waitFor()
    await press('older')
    await page.locator('.records li').nth(21).locator('a').waitFor()
    expect(await page.locator('.records li').nth(20).locator('a:focus').count()).toBe(1)
    expect(await page.locator('[data-action="older"]').count()).toBe(0)
  })

  test('that the key may not see are said to be unknown, and the card goes on working', async () => {
    const { page, press, mayHear } = await site.signedIn('grace@example.com')
    mayHear(/status of 503/)
    site.stripe.control({ revokedPermissions: ['rak_invoice_read'] })
    await press('invoices')
    await page.getByText(text.records.unavailable).first().waitFor()
    await press('open-portal')
    await page.waitForURL(/\/portal\//)
  })

  test('that do not come are asked for again', async () => {
    const { page, press, meets, mayHear } = await site.signedIn('grace@example.com')
    mayHear(/status of 502/)
    site.stripe.control({ faults: [{ path: '^/v1/invoices', status: 500, times: 2 }] })
    await press('invoices')
    await meets('stripe_unavailable')
    await press('invoices')
    await page.locator('.records li').waitFor()
  })
})

describe('purchases as a guest', () => {
  test('are found where there is no billing account, with their receipt', async () => {
    const { page, press, sees } = await site.signedIn('hypatia@example.com')
    await sees('nothing-found')
    await press('orders')
    const row = page.locator('.records li')
    await row.waitFor()
    expect(await row.innerText()).toMatch(/· Sketchbook\s+€12.50\s+Receipt/)
    const link = page.getByRole('link', { name: /^Receipt .*Sketchbook$/ })
    const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()])
    await opened.getByText('€12.50 paid').waitFor()
  })

  test('of nobody are said to be none', async () => {
    const { page, press } = await site.signedIn('kurt@example.com')
    await press('orders')
    await page.getByText(text.records.noOrders).first().waitFor()
  })
})
