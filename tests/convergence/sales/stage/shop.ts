import type Stripe from 'stripe'
import type { StripeStandIn } from '#local/stripe/index.ts'
import type { fillShelf } from './shelf.ts'

/** Numbers of one seed. */
export type Dice = {
  /** In [0, 1). */
  roll: () => number
  pick: <Entry>(of: readonly Entry[]) => Entry | null
}

/** Something that can happen at Stripe; says what happened, or `null` if it could not. */
export type Happening = () => string | null | Promise<string | null>

/** What is known of the orders, beside what Stripe's objects say. */
export type Orders = {
  lines: Map<string, Stripe.LineItem[]>
  /** By session: the account that it named. */
  references: Map<string, string>
  /** By session of a guest: the address, folded. */
  guests: Map<string, string>
}

export type Shop = {
  stripe: StripeStandIn
  dice: Dice
  orders: Orders
  sdk: Stripe
  shelf: ReturnType<typeof fillShelf>
  accounts: () => Promise<string[]>
  isDeaf: boolean
}
