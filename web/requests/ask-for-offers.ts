import type { Offer } from '#server/contract/offers.ts'
import { faultOf } from './ask-door.ts'
import { send } from './send.ts'

/**
 * What can be bought, in the door's order, page after page. Any origin may ask.
 * @param product the only one that is asked for; `null`: all of them
 * @throws the door's code, or one made from the status; `offline`, `timeout`
 */
export async function askForOffers(
  gateway: string,
  product: string | null,
  signal: AbortSignal,
): Promise<Offer[]> {
  const found: Offer[] = []
  let query: string | null = product === null ? '' : `?product=${encodeURIComponent(product)}`
  while (query !== null) {
    const answer = await send({ url: `${gateway}/api/offers${query}`, signal })
    const { offers, next } = answer.body ?? {}
    if (answer.status !== 200 || !Array.isArray(offers)) throw faultOf(answer)
    found.push(...(offers as Offer[]).filter(({ soldOut }) => !soldOut))
    query = next ? `?after=${next as string}` : null
  }
  return found
}
