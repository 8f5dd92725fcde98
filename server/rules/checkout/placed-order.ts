import { foldAddress } from '../fold-address.ts'
import type { CustomerId, FoldedAddress } from '../proved.ts'

/** An order of earlier, as Stripe has it now. */
export type PlacedOrder = {
  session: string
  /** `open`, `complete`, `expired`. */
  status: string | null
  /** Its page, while it is open. */
  url: string | null
  /** As `orderNumberOf`; `null`: not of a cart of ours. */
  number: string | null
  currency: string | null
  /** `null`: none, or deleted. `currency`: the one that Stripe holds the customer to. */
  customer: { id: CustomerId; email: string | null; currency: string | null } | null
}

/** An account's earlier orders, sorted out. */
export type Sorted = {
  /** Whatever is still of use, newest first. */
  earlier: PlacedOrder[]
  /** The newest that was paid, or whose payment is on its way. */
  completed: PlacedOrder | null
  /** Sessions that need not be remembered: expired, or unknown to Stripe. */
  over: string[]
}

/** @param placed newest first; `null`: Stripe no longer knows it */
export function sortOrders(placed: readonly [string, PlacedOrder | null][]): Sorted {
  const orders = placed.flatMap(([, order]) => order ?? [])
  const earlier = orders.filter(({ status }) => status !== 'expired')
  return {
    earlier,
    completed: earlier.find(({ status }) => status === 'complete') ?? null,
    over: placed.flatMap(([session, order]) => {
      return order === null || order.status === 'expired' ? session : []
    }),
  }
}

/**
 * The customer that a new order may be placed as: the one of the account's newest order, if Stripe places them under the
 * proven address still, and if the currency is the same. `null`: none.
 */
export function findReusable(
  { completed }: Sorted,
  { address, currency }: { address: FoldedAddress; currency: string },
): CustomerId | null {
  const { customer = null, currency: before } = completed ?? {}
  if (customer === null || before !== currency) return null
  if (customer.currency !== null && customer.currency !== currency) return null
  return foldAddress(customer.email ?? '') === address ? customer.id : null
}
