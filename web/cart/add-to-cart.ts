import type { Offer } from '#server/contract/offers.ts'
import { most, withQuantity } from './cart.ts'
import { keptCart } from './kept-cart.ts'

/** Why an offer can't join: another order is needed for it, or there is no room. */
export type Obstacle = 'currency' | 'rhythm' | 'alone' | 'full'

/**
 * Whether an offer can be in one order with those that are in the cart; `null`: it can.
 * @param present the offers of the cart, as far as they are still for sale
 */
export function findObstacle(offer: Offer, present: readonly Offer[]): Obstacle | null {
  const others = present.filter(({ price }) => price !== offer.price)
  if (others.length >= most.lines) return 'full'
  if (others.some(({ currency }) => currency !== offer.currency)) return 'currency'
  if (others.length > 0 && [offer, ...others].some(({ custom }) => custom !== null)) return 'alone'
  const isOther = (other: Offer) =>
    other.interval !== null &&
    (other.interval !== offer.interval || other.intervalCount !== offer.intervalCount)
  return offer.interval !== null && others.some(isOther) ? 'rhythm' : null
}

/** Puts one more of an offer into this browser's cart, which every tab sees. @returns how many of it are in there now */
export function addToCart({ price, custom }: Offer): number {
  const { lines } = keptCart().setLines((before) => {
    const held = before.find((line) => line.price === price)?.quantity ?? 0
    // What the customer chooses the amount of is ordered once.
    return withQuantity(before, price, custom === null ? held + 1 : 1)
  })
  return lines.find((line) => line.price === price)?.quantity ?? 0
}
