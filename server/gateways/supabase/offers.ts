import type { GoneOffer, Offer, OffersResponse } from '../../contract/offers.ts'
import { GatewayError } from '../../errors.ts'
import type { OffersQuestion } from '../../rules/offers/parse-question.ts'
import type { DataApi } from './data-api.ts'
import { codeOf } from './data-api.ts'
import { parseRows } from './parse-answer.ts'

/** What is shown of our mode. @throws `database_unavailable`, or `config_missing` if a key is refused */
export type Offers = { listOffers(question: OffersQuestion): Promise<OffersResponse> }

/** Before the migrations have run there is no catalogue, and so nothing is known to be for sale. */
const nothingKnown: OffersResponse = { offers: [], next: null, gone: [], updatedAt: null }
/** Products on a page. */
const most = 24

export function createOffers(api: DataApi): Offers {
  return {
    async listOffers(question) {
      const [name, args] = callOf(question)
      try {
        const told = Object(await api.call(name, { mode: api.livemode, ...args })) as Told
        const { offers, next, gone = [], updated_at: at } = told
        return {
          offers: parseRows(offers, name).map(toOffer),
          next: typeof next === 'number' ? String(next) : null,
          gone: parseRows(gone, name) as GoneOffer[],
          updatedAt: typeof at === 'string' ? new Date(at).toISOString() : null,
        }
      } catch (error) {
        if (isAbsent(error)) return nothingKnown
        throw error
      }
    },
  }
}

type Told = { offers?: unknown; next?: unknown; gone?: unknown; updated_at?: unknown }

function callOf(question: OffersQuestion): [name: string, args: Record<string, unknown>] {
  if (question.kind === 'all') return ['list_offers', {}]
  if (question.kind === 'product')
    return ['find_offers', { product: question.product, prices: null }]
  if (question.kind === 'prices') return ['find_offers', { product: null, prices: question.prices }]
  const { words, language, after } = question
  return ['search_offers', { words, language, after, most }]
}

/** The function builds each offer, and names its fields as SQL does. */
function toOffer(row: Record<string, unknown>): Offer {
  const { interval_count, trial_days, credits_per_100, sold_out, tax, ...offer } = row
  return {
    ...offer,
    intervalCount: interval_count,
    tax: tax === 'inclusive' || tax === 'exclusive' ? tax : null,
    soldOut: sold_out,
    trialDays: trial_days,
    creditsPer100: credits_per_100,
  } as Offer
}

/** PostgREST knows no such function. */
function isAbsent(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return false
  return codeOf({ isOk: false, status: 404, body: error.cause, count: null }) === 'PGRST202'
}
