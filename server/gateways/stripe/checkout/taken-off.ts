import type Stripe from 'stripe'
import type { GoneOffer } from '../../../contract/offers.ts'
import { parsePrice } from '../../../rules/offers/parse-price.ts'

/**
 * Which prices of an order that was just read are not on offer: what is recorded may be late, and Stripe knows nothing of
 * `offer=yes`. A session holds its first ten lines, and names the rest.
 */
export async function listTakenOff(
  stripe: Stripe,
  { id, line_items: embedded }: Stripe.Checkout.Session,
): Promise<GoneOffer[]> {
  const { data } =
    embedded === undefined || embedded.has_more
      ? await stripe.checkout.sessions.listLineItems(id, { limit: 100 })
      : embedded
  return data.flatMap(({ price }) => {
    if (price === null) return []
    return parsePrice(price).isOffered ? [] : { price: price.id, instead: null }
  })
}
