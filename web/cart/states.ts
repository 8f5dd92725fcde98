import type { GoneOffer } from '#server/contract/offers.ts'
import type { PageOf, SessionRule, View } from '../element/page.ts'
import type { PurchaseState } from '../purchase/states.ts'
import type { KnownPrices } from '../requests/ask-for-prices.ts'
import type { PageFault } from '../requests/faults.ts'
import type { CartText } from '../words/cart/text.ts'
import type { CartLine } from './cart.ts'
import type { KeptCart } from './kept-cart.ts'

/**
 * What `<shop-cart>` can show. Hooks for scripts and tests, beside those of `web/state.ts`:
 *
 *   [data-price="price_..."]      a line of the cart
 *   [data-ended]                  in a line: it is no longer for sale
 *   [data-action="remove"]        takes a line out; `take` puts what there is instead in its place
 *   [data-suggested]              what a link suggests; `add` and `leave` answer it
 *   [data-action="pay"]           leads to Stripe's page
 *
 * `shop-cart:state` bubbles from the element with `detail.state`, the state's name and nothing else.
 */
export type CartState =
  | OwnState
  | PurchaseState
  /** The door doesn't know the origin of the page that embeds the element. */
  | { name: 'not-set-up'; obstacle: 'origin' }

/** The states of this area. */
export type OwnState =
  /** `suggested`: lines of a link, which nobody has added yet. `gone`: what an order was just told isn't for sale. */
  | { name: 'loading'; suggested: CartLine[]; gone?: GoneOffer[] }
  | { name: 'cart'; known: KnownPrices; suggested: CartLine[] }
  /** `failedAt` in ms since 1970. */
  | { name: 'unavailable'; fault: PageFault; failedAt: number; suggested: CartLine[] }

/** What every view may use. */
export type CartPage = PageOf<CartState> & {
  text: CartText
  cart: KeptCart
  /** Our own page, where billing accounts are managed. */
  billingUrl: string
}

/** The views of some states: one that is left out doesn't compile. */
export type CartViews<Own extends CartState = CartState> = {
  [Name in Own['name']]: {
    view(page: CartPage, state: Extract<Own, { name: Name }>): View
    session: SessionRule
  }
}
