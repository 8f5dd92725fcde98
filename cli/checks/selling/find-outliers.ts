import type { ListedPrice } from '../../services/stripe-selling.ts'
import type { Finding } from '../check.ts'
import { rateOf, tellRate } from './rate-of.ts'
import { namePrice, tellMinor } from './tell-price.ts'

/** Twice or three times as much for those who buy more is usual, a zero too many is ten times. */
const mostTimes = 5

/**
 * Prices that give more than five times what the median of their currency's does, or less than a fifth of it. Of an even
 * number the lower one of the middle counts: of two, the one that gives more is named.
 */
export function findOutliers(prices: readonly ListedPrice[]): Finding[] {
  const rated = prices.flatMap((price) => {
    const rate = rateOf(price)
    return rate === null ? [] : [{ price, rate }]
  })
  return [...Map.groupBy(rated, ({ price }) => price.currency).values()].flatMap((same) => {
    const usual = medianOf(same.map(({ rate }) => rate))
    return same.flatMap(({ price, rate }) => {
      if (rate > usual * mostTimes) return [tooMany(price, rate, usual)]
      return rate * mostTimes < usual ? [tooFew(price, rate, usual)] : []
    })
  })
}

function tooMany(price: ListedPrice, rate: number, usual: number): Finding {
  return {
    level: 'warning',
    says: `${namePrice(price)} gives ${tellRate(rate / usual)} times as many credits as is usual here: ${compare(price, rate, usual)}`,
    why: 'whoever finds it buys all their credits there; a zero too many is the usual reason',
    remedy,
  }
}

function tooFew(price: ListedPrice, rate: number, usual: number): Finding {
  return {
    level: 'warning',
    says: `${namePrice(price)} gives ${tellRate(usual / rate)} times fewer credits than is usual here: ${compare(price, rate, usual)}`,
    why: "credits are for the whole period: a yearly price gives a year's at once, not a month's every month",
    remedy,
  }
}

const remedy =
  'check "credits" and "credits_per_100": Stripe > Product catalog > the product > the price > Metadata'

function compare(price: ListedPrice, rate: number, usual: number): string {
  return `${tellRate(rate)} for each ${tellMinor(price, 1)}, and the median is ${tellRate(usual)}`
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
}
