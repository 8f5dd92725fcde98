import type { SubscriptionSummary } from '../contract/links.ts'
import { foldAddress } from './fold-address.ts'

/** A customer as Stripe just described it, cut down to what the gateway needs. */
export type Customer = {
  /** `cus_...` */
  id: string
  /** As Stripe spells it. */
  email: string | null
  name: string | null
  livemode: boolean
  /** Unix seconds. */
  created: number
  /** Current ones only: Stripe leaves ended subscriptions out. */
  subscriptions: SubscriptionSummary[]
}

/** What Stripe answers when asked for one customer by its id. */
export type CustomerAnswer =
  | { kind: 'customer'; customer: Customer }
  | { kind: 'deleted'; id: string }
  /** Not known to this key: of another account or mode, or never there. */
  | { kind: 'unknown'; id: string }

/** What the table is told of one customer. */
export type CustomerRead = {
  stripe_customer_id: string
  email: string | null
  livemode: boolean
  deleted: boolean
}

/** Ids of the form that the table keeps; guests (`gcus_`) and self-chosen ids have no portal of their own. */
export function isCustomerId(id: unknown): id is string {
  return typeof id === 'string' && /^cus_\w+$/.test(id)
}

/** Whether Stripe's own answer places the customer under the folded address. */
export function isUnderAddress(customer: Customer, address: string): boolean {
  return customer.email !== null && foldAddress(customer.email) === address
}

/** The read of a living customer. */
export function toRead({ id, email, livemode }: Customer): CustomerRead {
  return { stripe_customer_id: id, email, livemode, deleted: false }
}

/** The read of a customer that Stripe itself called deleted: a tombstone, for good. */
export function toTombstone(id: string, livemode: boolean): CustomerRead {
  return { stripe_customer_id: id, email: null, livemode, deleted: true }
}

const endedStatuses = new Set(['canceled', 'incomplete', 'incomplete_expired'])

/** For sorting links: customers with a running subscription first, then the newest. */
export function compareCustomers(a: Customer, b: Customer): number {
  const running = (customer: Customer) =>
    customer.subscriptions.some(({ status }) => !endedStatuses.has(status))
  return (
    Number(running(b)) - Number(running(a)) ||
    b.created - a.created ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  )
}
