import type Stripe from 'stripe'
import { secondsOf, type Account } from './account.ts'
import type { Entry } from './collection.ts'
import { getPrice } from './catalogue.ts'
import { emitEvent, findChanges, type Quietly } from './events.ts'
import { noSuch } from './problem.ts'
import { findPeriod } from './period.ts'
import { subscriptionObject } from './subscription-object.ts'

export type SubscriptionItemRecord = {
  id: string
  price: string
  quantity: number
  /** Seconds, as all times here. */
  periodStart: number
  periodEnd: number
}

export type SubscriptionRecord = Entry & {
  customer: string
  status: Stripe.Subscription.Status
  items: SubscriptionItemRecord[]
  cancelAt: number | null
  cancelAtPeriodEnd: boolean
  canceledAt: number | null
  endedAt: number | null
  trialEnd: number | null
  pause: Stripe.Subscription.PauseCollection | null
  metadata: Stripe.Metadata
}

export type NewSubscription = {
  id?: string
  customer: string
  items: { price: string; quantity?: number; current_period_end?: number }[]
  status?: Stripe.Subscription.Status
  created?: number
  /** Seconds, for every item that names no end of its own. */
  current_period_end?: number
  cancel_at?: number | null
  cancel_at_period_end?: boolean
  trial_end?: number | null
  metadata?: Stripe.Metadata
}

const ENDED = new Set<Stripe.Subscription.Status>(['canceled', 'incomplete_expired'])

export function createSubscription(
  account: Account,
  fields: NewSubscription,
  { silent = false }: Quietly = {},
): SubscriptionRecord {
  if (!account.customers.find(fields.customer)) {
    throw noSuch('customer', fields.customer, 'customer')
  }
  const now = secondsOf(account)
  const created = fields.created ?? now
  const status = fields.status ?? 'active'
  const record: SubscriptionRecord = {
    id: fields.id ?? account.nextId('sub'),
    created,
    seq: 0,
    customer: fields.customer,
    status,
    items: fields.items.map(({ price, quantity = 1, current_period_end }) => ({
      id: account.nextId('si'),
      price,
      quantity,
      ...findPeriod({
        recurring: getPrice(account, price, 'items[0][price]').recurring,
        created,
        now,
        end: current_period_end ?? fields.current_period_end ?? fields.trial_end,
      }),
    })),
    cancelAt: fields.cancel_at ?? null,
    cancelAtPeriodEnd: fields.cancel_at_period_end ?? false,
    canceledAt: ENDED.has(status) || fields.cancel_at || fields.cancel_at_period_end ? now : null,
    endedAt: ENDED.has(status) ? now : null,
    trialEnd: fields.trial_end ?? null,
    pause: null,
    metadata: fields.metadata ?? {},
  }
  // Stripe states the date as well, unless the seed says otherwise.
  if (record.cancelAtPeriodEnd && fields.cancel_at === undefined) record.cancelAt = endOf(record)
  account.subscriptions.add(record)
  const siblings = account.subscriptionsByCustomer.get(record.customer)
  if (siblings) siblings.push(record)
  else account.subscriptionsByCustomer.set(record.customer, [record])
  if (!silent) {
    emitEvent(account, 'customer.subscription.created', subscriptionObject(account, record))
  }
  return record
}

/** Applies a change to the record and rings if the subscription looks different afterwards. */
export function changeSubscription(
  account: Account,
  record: SubscriptionRecord,
  change: Partial<Omit<SubscriptionRecord, 'id' | 'created' | 'seq' | 'customer'>>,
  { silent = false }: Quietly = {},
): void {
  const before = subscriptionObject(account, record)
  Object.assign(record, change)
  const after = subscriptionObject(account, record)
  const changes = findChanges(before, after)
  if (changes && !silent) emitEvent(account, 'customer.subscription.updated', after, changes)
}

/** Ends it now. */
export function cancelSubscription(
  account: Account,
  record: SubscriptionRecord,
  { silent = false }: Quietly = {},
): void {
  const now = secondsOf(account)
  Object.assign(record, { status: 'canceled', canceledAt: record.canceledAt ?? now, endedAt: now })
  if (!silent) {
    emitEvent(account, 'customer.subscription.deleted', subscriptionObject(account, record))
  }
}

export function scheduleCancellation(account: Account, record: SubscriptionRecord): void {
  changeSubscription(account, record, {
    cancelAtPeriodEnd: true,
    cancelAt: endOf(record),
    canceledAt: secondsOf(account),
  })
}

export function removeSubscriptionsOf(account: Account, customer: string, quietly: Quietly): void {
  for (const record of currentSubscriptionsOf(account, customer)) {
    cancelSubscription(account, record, quietly)
  }
}

export function getSubscription(account: Account, id: string, param = 'id'): SubscriptionRecord {
  const record = account.subscriptions.find(id)
  if (!record) throw noSuch('subscription', id, param)
  return record
}

/** Oldest first; those that have ended are left out. */
export function currentSubscriptionsOf(account: Account, customer: string): SubscriptionRecord[] {
  return subscriptionsOf(account, customer).filter(({ status }) => !ENDED.has(status))
}

/** Oldest first, the ended ones too. */
export function subscriptionsOf(account: Account, customer: string): SubscriptionRecord[] {
  return account.subscriptionsByCustomer.get(customer) ?? []
}

export function hasEnded({ status }: SubscriptionRecord): boolean {
  return ENDED.has(status)
}

function endOf({ items }: SubscriptionRecord): number {
  return Math.min(...items.map(({ periodEnd }) => periodEnd))
}
