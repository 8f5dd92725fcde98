import { createOffers } from '../gateways/supabase/offers.ts'
import { listOffers } from '../use-cases/offers/list-offers.ts'
import type { Shared } from './shared.ts'

export type OffersGateway = ReturnType<typeof wireOffers>

/** What is for sale. */
export function wireOffers({ api }: Shared) {
  const world = { offers: createOffers(api) }
  return { listOffers: (query: URLSearchParams | null) => listOffers(world, query) }
}
