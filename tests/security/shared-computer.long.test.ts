import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { test, useSite } from '#tests/flows/browser/flow.ts'

const site = useSite('built', 8980)
const email = 'ada@example.com'

/** What the browser does when "Back" brings a page back as it was left, script and all. */
const comesBack = (page: Page) =>
  page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
const key = 'manage-billing.access-token'

describe('anyone who sits down after a visitor has signed out', () => {
  test('finds nothing in the tab', async () => {
    const { page, press, sees } = await site.signedIn(email)
    await press('sign-out')
    await sees('signed-out')
    expect(await page.evaluate(() => [sessionStorage.length, localStorage.length])).toEqual([0, 0])
    expect(await page.evaluate(() => document.cookie)).toBe('')
    await page.reload()
    await sees('sign-in')
    expect(await page.content()).not.toContain(email)
  })

  test('finds nothing behind "Back" if the browser kept the entries', async () => {
    const { page, sees } = await site.signedIn(email)
    await sees('links')
    // Signed out on a page that came later in this tab.
    await page.evaluate((name) => sessionStorage.removeItem(name), key)
    await comesBack(page)
    await sees('sign-in')
    expect(await page.locator('[data-link]').count()).toBe(0)
  })

  test('finds the code form, if it was left for the mailbox', async () => {
    site.supabase.control({ maxFrequencySeconds: 0 })
    const { page, sees } = await site.asking(email)
    await comesBack(page)
    await sees('mail-sent')
  })
})

test('no address, token or portal link is left in the history or told to another site', async () => {
  const { page, press } = await site.signedIn('grace@example.com')
  const requests: string[] = []
  page.on('request', (request) =>
    requests.push(JSON.stringify([request.url(), request.headers()['referer'] ?? ''])),
  )
  const token = await page.evaluate((name) => sessionStorage.getItem(name), key)
  expect(token).toMatch(/^ey/)
  expect(page.url()).toBe(`${site.origin}/`)
  await press('open-portal')
  await page.waitForURL(/\/portal\//)
  for (const request of requests) {
    expect(request).not.toContain(token)
    expect(request).not.toContain('grace')
    expect((JSON.parse(request) as string[])[1]).toBe('')
  }
})
