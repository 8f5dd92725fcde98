import type Stripe from 'stripe'
import type { CatalogueId, CatalogueList, CatalogueRead } from '../../rules/offers/catalogue.ts'
import { parsePrice } from '../../rules/offers/parse-price.ts'
import { parseProduct } from '../../rules/offers/parse-product.ts'
import { createAsk } from './ask.ts'
import type { CallLimits, StripeClient } from './client.ts'
import { isMissing } from './fault.ts'

/** `last`: the id to continue after; `null`: there are no more. */
export type CataloguePage = { reads: CatalogueRead[]; last: string | null }

/**
 * Stripe's products and prices. Prices that were made within an order (`price_data`) are in no list.
 * Every call: @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing`
 */
export type StripeCatalogue = {
  /** The next hundred of a list, newest first; from its beginning if the cursor is gone. */
  listPage(list: CatalogueList, after: string | null): Promise<CataloguePage>
  /** One as it is now; `null`: this key knows nothing of that kind and id. */
  find(id: CatalogueId): Promise<CatalogueRead | null>
}

const pageSize = 100
/** Shown only to those who ask. */
const currencies = 'currency_options'

/** @param limits asked at each call: time-out and retries, if they differ from the client's */
export function createStripeCatalogue(
  client: StripeClient,
  limits: () => CallLimits = () => ({}),
): StripeCatalogue {
  const ask = createAsk(client)

  const lists: Record<
    CatalogueList,
    (stripe: Stripe, place: Place) => Promise<{ reads: CatalogueRead[]; has_more: boolean }>
  > = {
    products: async (stripe, place) => {
      const { data, has_more } = await stripe.products.list(place, limits())
      return { reads: data.map(toProduct), has_more }
    },
    prices: (stripe, place) => listPrices(stripe, { ...place, active: true }),
    'archived prices': (stripe, place) => listPrices(stripe, { ...place, active: false }),
  }

  async function listPrices(stripe: Stripe, place: Place & { active: boolean }) {
    const question = { ...place, expand: [`data.${currencies}`] }
    const { data, has_more } = await stripe.prices.list(question, limits())
    return { reads: data.map(toPrice), has_more }
  }

  return {
    listPage: (list, after) =>
      ask(`GET /v1/${list === 'products' ? 'products' : 'prices'}`, async (stripe) => {
        const first = { limit: pageSize }
        const place = after === null ? first : { ...first, starting_after: after }
        const { reads, has_more: hasMore } = await lists[list](stripe, place).catch(
          (error: unknown) => {
            if (after !== null && isMissing(error)) return lists[list](stripe, first)
            throw error
          },
        )
        return { reads, last: hasMore ? (reads.at(-1)?.id ?? null) : null }
      }),

    find: ({ kind, id }) =>
      ask(`GET /v1/${kind}s/:id`, async (stripe) => {
        try {
          if (kind === 'product') return toProduct(await stripe.products.retrieve(id, {}, limits()))
          const expand = [currencies]
          return toPrice(await stripe.prices.retrieve(id, { expand }, limits()))
        } catch (error) {
          if (isMissing(error)) return null
          throw error
        }
      }),
  }
}

type Place = { limit: number; starting_after?: string }

function toProduct(product: Stripe.Product): CatalogueRead {
  return { kind: 'product', id: product.id, row: parseProduct(product) }
}

function toPrice(price: Stripe.Price): CatalogueRead {
  return { kind: 'price', id: price.id, row: parsePrice(price) }
}
