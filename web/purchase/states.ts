import type { Outcome } from './ask-for-purchase.ts'

/** Back from paying: what became of the order of this Checkout Session. */
export type PurchaseState =
  | { name: 'checking-purchase'; session: string }
  | { name: 'purchase'; session: string; outcome: Outcome }
