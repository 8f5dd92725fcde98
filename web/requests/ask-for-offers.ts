import type { Offer } from '#server/contract/offers.ts'
import { faultOf } from './ask-door.ts'
import { send } from './send.ts'

/**
 * What is for sale, in the door's order. Any origin may ask.
 * @throws the door's code, or one made from the status; `offline`, `timeout`
 */
export async function askForOffers(gateway: string, signal: AbortSignal): Promise<Offer[]> {
  const answer = await send({ url: `${gateway}/api/offers`, signal })
  const offers = answer.body?.['offers']
  if (answer.status !== 200 || !Array.isArray(offers)) throw faultOf(answer)
  return offers as Offer[]
}
