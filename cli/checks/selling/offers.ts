import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { judgeKeys } from './judge-keys.ts'
import { judgeOffer } from './judge-offer.ts'
import type { Offers } from './read-offers.ts'
import { readOffers, unseen } from './read-offers.ts'
import { listByProduct } from './tell-price.ts'

const mostNamed = 8

/** What is on offer, and that all of it can be sold rightly. */
export const offers: Check = {
  name: 'offers',
  group: 'stripe',
  async look({ stripe }) {
    if (stripe === null) return [unknown('what is on offer', takes.stripe)]
    const found = await readOffers(stripe)
    if (found === null) return [ok(unseen)]
    return [
      ok(tell(found, stripe.livemode ? 'live' : 'test')),
      ...found.offered.flatMap(judgeOffer),
      ...judgeKeys(found.prices),
    ]
  },
}

function tell({ prices, offered, isAll }: Offers, mode: string): string {
  const of = isAll ? '' : ` (of the newest ${prices.length} prices: Stripe has more)`
  if (offered.length === 0)
    return `no price is offered in ${mode} mode${of}; "offer" = "yes" in a price's metadata offers it`
  const count = offered.length === 1 ? 'one price is' : `${offered.length} prices are`
  return `${count} offered in ${mode} mode${of}: ${listByProduct(offered, mostNamed)}`
}
