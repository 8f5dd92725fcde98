import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount, secondsOf } from '../../account.ts'
import { createCollection } from '../../collection.ts'
import { noSuch } from '../../api/problem.ts'
import { getPrice } from '../catalogue/prices.ts'
import { getCustomer } from '../customers.ts'
import type { Quietly } from '../events.ts'
import { emitEvent, findChanges } from '../events.ts'
import { findPeriod } from './period.ts'
import type { SubscriptionRecord } from './subscription.ts'
import { subscriptionObject } from './subscription.ts'

export type NewSubscription = {
  customer: string
  items: { price: string; quantity?: number }[]
  status?: Stripe.Subscription.Status
  created?: number
  /** Seconds; the end of the period that contains now, unless given. */
  current_period_end?: number
  cancel_at?: number | null
  cancel_at_period_end?: boolean
  pause_collection?: Stripe.Subscription.PauseCollection
  collection_method?: Stripe.Subscription.CollectionMethod
  default_payment_method?: string
  /** Of a coupon. */
  percent_off?: number
  /** What the newest invoice says besides what follows from the subscription; `null`: there is none. */
  latest_invoice?: Partial<Stripe.Invoice> | null
}

/** Every subscription of an account, the ended ones too. */
export const subscriptionsOf = perAccount(() => createCollection<SubscriptionRecord>())
const byCustomer = perAccount(() => new Map<string, SubscriptionRecord[]>())

/** Adds a subscription; an event tells of it unless `silent`. @throws 404 for an unknown customer or price */
export function createSubscription(
  account: Account,
  fields: NewSubscription,
  { silent = false }: Quietly = {},
): SubscriptionRecord {
  const now = secondsOf(account)
  const created = fields.created ?? now
  const status = fields.status ?? 'active'
  const record: SubscriptionRecord = {
    id: account.nextId('sub'),
    created,
    seq: 0,
    customer: getCustomer(account, fields.customer).id,
    status,
    items: fields.items.map(({ price, quantity = 1 }) => {
      const { recurring } = getPrice(account, price)
      return {
        id: account.nextId('si'),
        price,
        ...(recurring?.usage_type !== 'metered' && { quantity }),
        ...findPeriod({ recurring, created, now, end: fields.current_period_end }),
      }
    }),
    cancelAt: fields.cancel_at ?? null,
    cancelAtPeriodEnd: fields.cancel_at_period_end ?? false,
    canceledAt: isEnd(status) || fields.cancel_at || fields.cancel_at_period_end ? now : null,
    endedAt: isEnd(status) ? now : null,
    pause: fields.pause_collection ?? null,
    collectionMethod: fields.collection_method ?? 'charge_automatically',
    paymentMethod: fields.default_payment_method ?? null,
    percentOff: fields.percent_off ?? null,
    invoice: fields.latest_invoice,
  }
  // Stripe states the date as well, unless the seed says otherwise.
  if (record.cancelAtPeriodEnd && fields.cancel_at === undefined) record.cancelAt = endOf(record)
  subscriptionsOf(account).add(record)
  const siblings = byCustomer(account).get(record.customer)
  if (siblings) siblings.push(record)
  else byCustomer(account).set(record.customer, [record])
  if (!silent) {
    emitEvent(account, 'customer.subscription.created', subscriptionObject(account, record))
  }
  return record
}

/** Applies a change; an event tells of it if the subscription looks different afterwards. */
export function changeSubscription(
  account: Account,
  record: SubscriptionRecord,
  change: Partial<SubscriptionRecord>,
): void {
  const before = subscriptionObject(account, record)
  Object.assign(record, change)
  const after = subscriptionObject(account, record)
  const changes = findChanges(before, after)
  if (changes) emitEvent(account, 'customer.subscription.updated', after, changes)
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

/** Lets it end with the period that has been paid. */
export function scheduleCancellation(account: Account, record: SubscriptionRecord): void {
  changeSubscription(account, record, {
    cancelAtPeriodEnd: true,
    cancelAt: endOf(record),
    canceledAt: secondsOf(account),
  })
}

/** Takes a cancellation back that has not come into effect. */
export function keepSubscription(account: Account, record: SubscriptionRecord): void {
  changeSubscription(account, record, {
    cancelAtPeriodEnd: false,
    cancelAt: null,
    canceledAt: null,
  })
}

/** Whether the period that runs is the last one; a term that the shop set may have more to come. */
export function isLastPeriod(record: SubscriptionRecord): boolean {
  return record.cancelAt !== null && record.cancelAt <= endOf(record)
}

/** @throws 404 (400 if a parameter names it) */
export function getSubscription(account: Account, id: string, param = 'id'): SubscriptionRecord {
  const record = subscriptionsOf(account).find(id)
  if (!record) throw noSuch('subscription', id, param)
  return record
}

/** Of one customer, oldest first; those that have ended are left out. */
export function currentSubscriptionsOf(account: Account, customer: string): SubscriptionRecord[] {
  return (byCustomer(account).get(customer) ?? []).filter((record) => !hasEnded(record))
}

/** Whether it is over for good. */
export function hasEnded({ status }: SubscriptionRecord): boolean {
  return isEnd(status)
}

function isEnd(status: Stripe.Subscription.Status): boolean {
  return status === 'canceled' || status === 'incomplete_expired'
}

function endOf({ items }: SubscriptionRecord): number {
  return Math.min(...items.map(({ periodEnd }) => periodEnd))
}
