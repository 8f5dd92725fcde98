import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { hasCredits } from './credit-keys.ts'
import { findOutliers } from './find-outliers.ts'
import { rateOf, tellCredits } from './rate-of.ts'
import { readOffers, unseen } from './read-offers.ts'
import { namePrice } from './tell-price.ts'

const mostNamed = 12

/** What each price gives for its money, and that none of them gives many times what the others do. */
export const creditRates: Check = {
  name: 'credit_rates',
  group: 'stripe',
  async look({ stripe }) {
    if (stripe === null) return [unknown('what prices give in credits', takes.stripe)]
    const found = await readOffers(stripe)
    if (found === null) return [ok(unseen)]
    const giving = found.prices.filter(hasCredits)
    if (giving.length === 0) return [ok('no price gives credits')]
    const bestFirst = giving.toSorted((one, other) => (rateOf(other) ?? 0) - (rateOf(one) ?? 0))
    const told = bestFirst
      .slice(0, mostNamed)
      .map((price) => ok(`${namePrice(price)} gives ${tellCredits(price)}`))
    return [...told, ...tellRest(bestFirst.length - told.length), ...findOutliers(giving)]
  },
}

function tellRest(left: number): Finding[] {
  return left > 0 ? [ok(`and ${left} more give less for their money`)] : []
}
