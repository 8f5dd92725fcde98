import { brand } from '../../web/brand.ts'
import { createOffers } from '../gateways/supabase/offers.ts'
import { listOffers } from '../use-cases/offers/list-offers.ts'
import { showProduct } from '../use-cases/offers/show-product.ts'
import type { Shared } from './shared.ts'

export type OffersGateway = ReturnType<typeof wireOffers>

/** What is for sale. */
export function wireOffers({ api, config }: Shared) {
  const world = { offers: createOffers(api), brand, frontendUrl: String(config.frontendUrl) }
  return {
    listOffers: (query: URLSearchParams | null) => listOffers(world, query),
    showProduct: (request: Request) => showProduct(world, request),
  }
}
