import { ServiceError } from '../../services/service-error.ts'
import type { StripeAccount } from '../../services/stripe-account.ts'
import type { ListedPrice } from '../../services/stripe-selling.ts'
import { isOffered } from './judge-offer.ts'

/** Ten calls. */
const mostPrices = 1000

export type Offers = {
  /** Active ones, of whatever is sold. */
  prices: ListedPrice[]
  offered: ListedPrice[]
  /** Whether these are all prices. */
  isAll: boolean
}

/** Said where the key may not look: it is what was chosen, and the permissions have their own check. */
export const unseen = 'nothing is offered: "STRIPE_API_KEY" may not read products and prices'

/** What is on offer at Stripe; `null`: the key may not read products or prices. @throws {ServiceError} */
export async function readOffers(stripe: StripeAccount): Promise<Offers | null> {
  try {
    const { prices, isAll } = await stripe.listPrices(mostPrices)
    return { prices, offered: prices.filter(isOffered), isAll }
  } catch (error) {
    if (error instanceof ServiceError && error.status === 403) return null
    throw error
  }
}
