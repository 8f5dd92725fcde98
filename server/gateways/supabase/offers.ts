import type { Offer, OffersResponse } from '../../contract/offers.ts'
import { GatewayError } from '../../errors.ts'
import type { DataApi } from './data-api.ts'
import { codeOf } from './data-api.ts'
import { parseRows } from './parse-answer.ts'

/** What is for sale in our mode. @throws `database_unavailable`, or `config_missing` if a key is refused */
export type Offers = { listOffers(): Promise<OffersResponse> }

/** Before the migration has run there is no catalogue, and so nothing is known to be for sale. */
const nothingKnown: OffersResponse = { offers: [], updatedAt: null }

export function createOffers(api: DataApi): Offers {
  return {
    async listOffers() {
      const name = 'list_offers'
      try {
        const { offers, updated_at: at } = Object(await api.call(name, { mode: api.livemode })) as {
          offers?: unknown
          updated_at?: unknown
        }
        const updatedAt = typeof at === 'string' ? new Date(at).toISOString() : null
        return { offers: parseRows(offers, name).map(toOffer), updatedAt }
      } catch (error) {
        if (isAbsent(error)) return nothingKnown
        throw error
      }
    },
  }
}

/** The function builds each offer, and names its fields as SQL does. */
function toOffer(row: Record<string, unknown>): Offer {
  const { interval_count, trial_days, credits_per_100, ...offer } = row
  return {
    ...offer,
    intervalCount: interval_count,
    trialDays: trial_days,
    creditsPer100: credits_per_100,
  } as Offer
}

/** PostgREST knows no such function. */
function isAbsent(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return false
  return codeOf({ isOk: false, status: 404, body: error.cause, count: null }) === 'PGRST202'
}
