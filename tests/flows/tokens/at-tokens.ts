import type { Page } from 'playwright-core'
import { give } from '../browser/credits.ts'
import type { Flow } from '../browser/flow.ts'
import type { Visitor } from '../browser/visitor.ts'

/** What somebody fills in. */
export type Filled = { name: string; limit?: string; lastDay?: string }

/** A visitor who has a hundred credits and has opened their tokens. */
export async function atTokens(
  site: Flow,
  email: string,
  options: Parameters<Flow['signedIn']>[1] = {},
): Promise<Visitor> {
  await give(site, { email, credits: 100 })
  const visitor = await site.signedIn(email, options)
  await opensTokens(visitor)
  return visitor
}

export async function opensTokens({ page, press }: Visitor): Promise<void> {
  await press('show-tokens')
  await page.locator('[data-make]').waitFor()
}

/** Fills in the form, and unfolds it first where it is folded away. */
export async function fillsIn(page: Page, { name, limit = '', lastDay = '' }: Filled) {
  const form = page.locator('[data-make]')
  if ((await form.getAttribute('open')) === null) await form.locator('summary').click()
  await page.locator('[data-field="token-name"]').fill(name)
  await page.locator('[data-field="token-limit"]').fill(limit)
  await page.locator('[data-field="token-last-day"]').fill(lastDay)
}

/** Makes a token. @returns the token as it is shown */
export async function makes({ page, press }: Visitor, filled: Filled): Promise<string> {
  await fillsIn(page, filled)
  await press('make-token')
  return shownToken(page)
}

/** The token that is shown, once it has the focus. */
export function shownToken(page: Page): Promise<string> {
  return page.locator('[data-token-text]:focus').inputValue()
}

/** What the page says of the token of this name. */
export const rowOf = (page: Page, name: string) =>
  page.locator('[data-token]').filter({ hasText: name })

/** Presses an action of a token, and confirms it. */
export async function insistsOn(page: Page, name: string, action: 'replace' | 'end') {
  await rowOf(page, name).locator(`[data-action="${action}"]`).click()
  await page.locator(`[data-question="${action}"]:focus`).waitFor()
  await rowOf(page, name).locator(`[data-action="${action}-now"]`).click()
}
