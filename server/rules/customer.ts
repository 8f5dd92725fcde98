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
}

/** Whether Stripe's own answer places the customer under the folded address. */
export function isUnderAddress(customer: Customer, address: FoldedAddress): boolean {
  return customer.email !== null && foldAddress(customer.email) === address
}

/**
 * The read of a living customer. An address that no database can hold (U+0000, half a character) proves nothing
 * either, and must not keep the others of its page from being recorded: it is recorded as none.
 */
export function toRead({ id, email, livemode }: Customer): CustomerRead {
  const isText = email?.isWellFormed() === true && !email.includes('\0')
  return { id, email: isText ? email : null, livemode, deleted: false }
}

/** The read of a customer that Stripe itself called deleted: a tombstone, for good. */
export function toTombstone(id: CustomerId, livemode: boolean): CustomerRead {
  return { id, email: null, livemode, deleted: true }
}

const endedStatuses = new Set(['canceled', 'incomplete', 'incomplete_expired'])

/** For sorting links: customers with a running subscription first, then the newest. */
export function compareCustomers(a: Customer, b: Customer): number {
  const isRunning = (customer: Customer) =>
    (customer.subscriptions ?? []).some(({ status }) => !endedStatuses.has(status))
  return (
    Number(isRunning(b)) - Number(isRunning(a)) ||
    b.created - a.created ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  )
}
