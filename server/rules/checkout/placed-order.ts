import { foldAddress } from '../fold-address.ts'
import type { CustomerId, FoldedAddress } from '../proved.ts'

/** An order of earlier, as Stripe has it now. */
export type PlacedOrder = {
  /** `open`, `complete`, `expired`. */
  status: string | null
  currency: string | null
  /** `null`: none, or deleted. `currency`: the one that Stripe holds the customer to. */
  customer: { id: CustomerId; email: string | null; currency: string | null } | null
}

/** An account's earlier orders, sorted out. */
export type Sorted = {
  /** The newest that was paid, or whose payment is on its way. */
  completed: { session: string; order: PlacedOrder } | null
  /** Sessions that need not be remembered: expired, unknown to Stripe, or followed by a completed one. */
  over: string[]
}

/** @param placed newest first; `null`: Stripe no longer knows it */
export function sortOrders(placed: readonly [string, PlacedOrder | null][]): Sorted {
  let completed: Sorted['completed'] = null
  const over: string[] = []
  for (const [session, order] of placed) {
    if (order === null || order.status === 'expired' || completed !== null) over.push(session)
    else if (order.status === 'complete') completed = { session, order }
  }
  return { completed, over }
}

/**
 * The customer that a new order may be placed as: the one of the account's newest order, if Stripe places them under the
 * proven address still, and if the currency is the same. `null`: none.
 */
export function findReusable(
  { completed }: Sorted,
  { address, currency }: { address: FoldedAddress; currency: string },
): CustomerId | null {
  const { customer = null, currency: before } = completed?.order ?? {}
  if (customer === null || before !== currency) return null
  if (customer.currency !== null && customer.currency !== currency) return null
  return foldAddress(customer.email ?? '') === address ? customer.id : null
}
