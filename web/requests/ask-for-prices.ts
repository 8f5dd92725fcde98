import type { GoneOffer } from '#server/contract/offers.ts'
import type { Offer } from '#server/contract/offers.ts'
import { faultOf } from './ask-door.ts'
import { send } from './send.ts'

/** Of some prices: those that are for sale, those that are there instead of others, and what isn't for sale. */
export type KnownPrices = { offers: Offer[]; gone: GoneOffer[] }

/**
 * What some prices are at this moment. Any origin may ask.
 * @throws the door's code, or one made from the status; `offline`, `timeout`
 */
export async function askForPrices(
  gateway: string,
  prices: readonly string[],
  signal: AbortSignal,
): Promise<KnownPrices> {
  if (prices.length === 0) return { offers: [], gone: [] }
  const known = await ask(gateway, prices, signal)
  const isKnown = (price: string) => known.offers.some((offer) => offer.price === price)
  const missing = prices.filter((price) => !isKnown(price))
  const gone = missing.map((price) => ({
    price,
    instead: known.gone.find((each) => each.price === price)?.instead ?? null,
  }))
  const instead = gone.flatMap((each) =>
    each.instead !== null && !isKnown(each.instead) ? each.instead : [],
  )
  const more = instead.length === 0 ? [] : (await ask(gateway, instead, signal)).offers
  return { offers: [...known.offers, ...more], gone }
}

/** As many as the door looks up at once. */
const most = 100

async function ask(
  gateway: string,
  prices: readonly string[],
  signal: AbortSignal,
): Promise<KnownPrices> {
  const parts = Array.from({ length: Math.ceil(prices.length / most) }, (_, at) =>
    askForPart(gateway, prices.slice(at * most, (at + 1) * most), signal),
  )
  const known = await Promise.all(parts)
  return {
    offers: known.flatMap(({ offers }) => offers),
    gone: known.flatMap(({ gone }) => gone),
  }
}

async function askForPart(
  gateway: string,
  prices: readonly string[],
  signal: AbortSignal,
): Promise<KnownPrices> {
  const query = new URLSearchParams({ prices: prices.join(',') })
  const answer = await send({ url: `${gateway}/api/offers?${query}`, signal })
  const { offers, gone = [] } = answer.body ?? {}
  if (answer.status !== 200 || !Array.isArray(offers)) throw faultOf(answer)
  return {
    // What is sold out is shown elsewhere, and can't be ordered.
    offers: (offers as Offer[]).filter(({ soldOut }) => !soldOut),
    gone: Array.isArray(gone) ? (gone as GoneOffer[]) : [],
  }
}
