import type { OfferedPrice } from '../../../rules/checkout/offered-price.ts'
import { parsePrice } from '../../../rules/offers/parse-price.ts'
import { parseProduct } from '../../../rules/offers/parse-product.ts'
import { productOf } from '../../../rules/proved.ts'
import { createAsk } from '../ask.ts'
import type { StripeClient } from '../client.ts'
import { isMissing } from '../fault.ts'

/** Stripe's own word on what is for sale. */
export type StripeOfferedPrices = {
  /**
   * A price that is on offer and active, with its product, at this moment; `null`: there is none.
   * @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing`
   */
  findOffered(id: string): Promise<OfferedPrice | null>
}

export function createStripeOfferedPrices(client: StripeClient): StripeOfferedPrices {
  const ask = createAsk(client)
  return {
    findOffered: (id) =>
      ask('GET /v1/prices/:id', async (stripe) => {
        try {
          const found = await stripe.prices.retrieve(id, { expand: ['product'] })
          const price = parsePrice(found)
          if (typeof found.product === 'string' || found.product.deleted === true) return null
          const product = parseProduct(found.product)
          if (!price.isOffered || !price.active || !product.active) return null
          return {
            id: found.id,
            product: productOf(found),
            currency: found.currency,
            isRecurring: found.recurring !== null,
            isCustom: price.isCustom,
            isMetered: found.recurring?.usage_type === 'metered',
            // Key by key the price's wins, also where it can't be read.
            trialDays: price.unreadable.includes('trial_days')
              ? null
              : (price.trialDays ?? product.trialDays),
          }
        } catch (error) {
          if (isMissing(error)) return null
          throw error
        }
      }),
  }
}
