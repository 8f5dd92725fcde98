import type { Page } from 'playwright-core'
import type { CartState } from '../../../web/cart/states.ts'
import type { StandInSite } from '../browser/stand-in-site.ts'

/** Waits until the cart shows a state. */
export function seesCart(page: Page, state: CartState['name']): Promise<void> {
  return page.locator(`[data-state="${state}"]`).waitFor()
}

/** A price of the shop, by its product's name and whether it is paid once. */
export async function priceOf({ origin }: StandInSite, name: string, interval: string | null) {
  const { offers } = (await (await fetch(`${origin}/api/offers`)).json()) as {
    offers: { price: string; name: string; interval: string | null }[]
  }
  const found = offers.find((offer) => offer.name === name && offer.interval === interval)
  if (found === undefined) throw new Error(`Nobody sells ${name}`)
  return found.price
}

/** Opens the cart by a link that fills it. */
export async function followsCartLink({ origin }: StandInSite, page: Page, lines: string) {
  await page.goto(`${origin}/cart#cart=${lines}`)
  await seesCart(page, 'cart')
}

/** A line, by its price. */
export const lineOf = (page: Page, price: string) => page.locator(`li[data-price="${price}"]`)

/** What the browser keeps. */
export const kept = (page: Page) =>
  page.evaluate(
    () =>
      JSON.parse(localStorage.getItem('cart:v1') ?? 'null') as {
        id: string
        lines: { price: string; quantity: number }[]
      } | null,
  )
