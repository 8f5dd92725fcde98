import { foldAddress } from './fold-address.ts'
import type { CustomerId, FoldedAddress } from './proved.ts'
import type { Subscription } from './subscription/summarize-subscription.ts'

/** A customer as Stripe just described it, cut down to what the gateway needs. */
export type Customer = {
  id: CustomerId
  /** As Stripe spells it. */
  email: string | null
  name: string | null
  livemode: boolean
  /** Unix seconds. */
  created: number
  /** Current ones only: Stripe leaves ended subscriptions out. `null` if they were not asked for, or may not be seen. */
  subscriptions: Subscription[] | null
  /** There are more of them than were read. */
  hasMoreSubscriptions: boolean
}

/** What Stripe answers when asked for one customer by its id. */
export type CustomerAnswer =
  | { kind: 'customer'; customer: Customer }
  | { kind: 'deleted'; id: CustomerId }
  /** Not known to this key: of another account or mode, or never there. */
  | { kind: 'unknown'; id: CustomerId }

/** What the table is told of one customer. */
export type CustomerRead = {
  id: CustomerId
  email: string | null
  livemode: boolean
  deleted: boolean
  /** Unix seconds; `null` if the read doesn't tell. */
  created: number | null
}

/** Whether Stripe's own answer places the customer under the folded address. */
export function isUnderAddress(customer: Customer, address: FoldedAddress): boolean {
  return customer.email !== null && foldAddress(customer.email) === address
}

/**
 * The read of a living customer. An address that no database can hold (U+0000, half a character) proves nothing
 * either, and must not keep the others of its page from being recorded: it is recorded as none.
 */
export function toRead({ id, email, livemode, created }: Customer): CustomerRead {
  const isText = email?.isWellFormed() === true && !email.includes('\0')
  return { id, email: isText ? email : null, livemode, deleted: false, created }
}

/** The read of a customer that Stripe itself called deleted: a tombstone, for good. */
export function toTombstone(id: CustomerId, livemode: boolean): CustomerRead {
  return { id, email: null, livemode, deleted: true, created: null }
}

const goodStatuses = new Set(['active', 'trialing'])

/**
 * For sorting links: customers with a subscription in good standing first, then the oldest. A stranger can make
 * customers under any address, but not before they know it, so theirs come last. An overdue payment moves nothing
 * (docs/decisions/0023-planted-customers.md).
 */
export function compareCustomers(a: Customer, b: Customer): number {
  const isGood = (customer: Customer) =>
    (customer.subscriptions ?? []).some(({ status }) => goodStatuses.has(status))
  return (
    Number(isGood(b)) - Number(isGood(a)) ||
    a.created - b.created ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  )
}
