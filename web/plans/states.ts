import type { Offer } from '#server/contract/offers.ts'
import type { PageOf, SessionRule, View } from '../element/page.ts'
import type { PageFault } from '../requests/faults.ts'
import type { PurchaseState } from '../purchase/states.ts'
import type { PlansText } from '../words/plans/text.ts'

/**
 * What `<buy-plans>` can show. Hooks for scripts and tests, beside those of `web/state.ts`:
 *
 *   [data-product="prod_..."]    one card of `offers`
 *   [data-price="price_..."]     a price in it: the choice, if there are several
 *   [data-gives]                 the credits that a price gives
 *   [data-action="choose"]       leads to Stripe's page
 *   [data-yours]                 in a card: what is running
 *   [data-account]               whose balance is bought for
 *   [data-action="billing"]      the way to the billing accounts
 *   [data-action="see-plans"]    purchase: back to what is for sale
 *
 * `buy-plans:state` bubbles from the element with `detail.state`, the state's name and nothing else.
 */
export type PlansState =
  | OwnState
  | PurchaseState
  /** The door doesn't know the origin of the page that embeds the element. */
  | { name: 'not-set-up'; obstacle: 'origin' }

/** The states of this area. */
export type OwnState =
  | { name: 'loading' }
  | { name: 'offers'; offers: Offer[] }
  | { name: 'nothing' }
  /** `failedAt` in ms since 1970. */
  | { name: 'unavailable'; fault: PageFault; failedAt: number }

/** What every view may use. */
export type PlansPage = PageOf<PlansState> & {
  text: PlansText
  /** The account that is bought for, by its id; `null`: the payer's own. */
  account: string | null
  /** The only product that is shown; `null`: all of them. */
  product: string | null
  /** Our own page, where billing accounts are managed. */
  billingUrl: string
}

/** The views of some states: one that is left out doesn't compile. */
export type PlansViews<Own extends PlansState = PlansState> = {
  [Name in Own['name']]: {
    view(page: PlansPage, state: Extract<Own, { name: Name }>): View
    session: SessionRule
  }
}
