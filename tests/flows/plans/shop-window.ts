import type { Page } from 'playwright-core'
import type { PlansState } from '../../../web/plans/states.ts'
import type { StandInSite } from '../browser/stand-in-site.ts'
import type { Visitor } from '../browser/visitor.ts'

/** Waits until the prices, or what is there instead of them, show a state. */
export function seesPlans(page: Page, state: PlansState['name']): Promise<void> {
  return page.locator(`[data-state="${state}"]`).waitFor()
}

/** Opens the prices, as a link to them does. */
export async function looksAtPlans({ origin }: StandInSite, { page }: Visitor, query = '') {
  await page.goto(`${origin}/plans${query}`)
  await seesPlans(page, 'offers')
}

/** The card of a product, by its name. */
export function cardOf(page: Page, name: string) {
  return page.locator('[data-product]', { has: page.getByRole('heading', { name, exact: true }) })
}

/** Presses a card's button and waits for Stripe's page. @returns the order there */
export async function chooses({ stripe }: StandInSite, { page }: Visitor, name: string) {
  await cardOf(page, name).locator('[data-action="choose"]').click()
  await page.waitForURL(/\/_local\/stripe\//)
  return stripe.checkoutSessions()[0]!
}
