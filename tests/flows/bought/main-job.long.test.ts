import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { text } from '../../../web/words/en.ts'
import { test, useSite } from '../browser/flow.ts'

const site = useSite('built', 8947)
const email = 'walker@example.com'

const has = (page: Page, names: string[]) =>
  expect
    .poll(() => page.locator('[data-access] li').allInnerTexts(), { timeout: 30_000 })
    .toEqual(names)

/** What the site's own back end is told. */
async function accountOf(): Promise<unknown> {
  const { url, secretKey } = site.supabase
  const answer = await fetch(`${url}/rest/v1/rpc/account_of`, {
    method: 'POST',
    headers: { apikey: secretKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ address: email, live: false }),
  })
  return ((await answer.json()) as { access: unknown }).access
}

test('from the shop’s Payment Link to access, to another plan, and to its end', async () => {
  const { page, sees, press, types } = await site.visitor()
  await page.goto(`${site.origin}/_local/stripe/links`)
  await page.getByRole('link', { name: /^Pro, / }).click()
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await sees('purchase')
  expect(await page.locator('[data-items]').innerText()).toContain(text.purchase.works)
  expect(await accountOf()).toEqual(['export', 'pro'])

  await press('manage')
  await types('email', email)
  await press('send-mail')
  await sees('mail-sent')
  await types('code', site.mailedCode(email))
  await sees('links')
  await has(page, ['export', 'pro'])

  await press('change-plan')
  await page.getByRole('button', { name: /^Patron, .*month/ }).click()
  await sees('links')
  await has(page, ['export', 'patron', 'pro'])
  expect(await accountOf()).toEqual(['export', 'patron', 'pro'])

  await press('cancel')
  await page.getByRole('button', { name: 'Cancel subscription' }).click()
  await sees('links')
  // Paid for until the period ends.
  await has(page, ['export', 'patron', 'pro'])
  site.stripe.endPeriod(site.stripe.subscriptions()[0]!.id)
  await site.stripe.settled()
  expect(await accountOf()).toEqual([])
  const asked = page.waitForResponse(/rpc\/my_account/)
  await page.reload()
  await sees('links')
  expect(await (await asked).json()).toMatchObject({ access: [] })
  expect(await page.locator('[data-access]').isVisible()).toBe(false)
})
