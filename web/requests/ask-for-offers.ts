import type { Offer } from '#server/contract/offers.ts'
import { faultOf } from './ask-door.ts'
import { send } from './send.ts'

/** Two and a half thousand products: whoever has more shows them in the store, a page at a time. */
const mostPages = 100

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
  let after: string | null = null
  for (let pages = 0; pages < mostPages; pages += 1) {
    const query = new URLSearchParams({
      ...(product !== null && { product }),
      ...(after !== null && { after }),
    })
    const { offers, next } = await askForPage(
      `${gateway}/api/offers${query.size > 0 ? `?${query}` : ''}`,
      signal,
    )
    found.push(...offers.filter(({ soldOut }) => !soldOut))
    if (next === null) break
    after = next
  }
  return found
}

/** One page of them, as the door tells it. */
export async function askForPage(url: string, signal: AbortSignal): Promise<OffersPage> {
  const answer = await send({ url, signal })
  const { offers, next = null } = answer.body ?? {}
  if (answer.status !== 200 || !Array.isArray(offers)) throw faultOf(answer)
  return { offers: offers as Offer[], next: typeof next === 'string' ? next : null }
}

export type OffersPage = { offers: Offer[]; next: string | null }
