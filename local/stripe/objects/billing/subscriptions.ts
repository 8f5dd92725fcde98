import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount, secondsOf } from '../../account.ts'
import { noSuch } from '../../api/problem.ts'
import { createCollection } from '../../collection.ts'
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
  metadata?: Stripe.Metadata
  description?: string | null
  /** Seconds; with it, the status is `trialing` unless given. */
  trial_end?: number
  /** If the trial ends without a payment method; an invoice is made unless given. */
  missing_payment_method?: SubscriptionRecord['afterTrial']
}

/** Every subscription of an account, the ended ones too. */
export const subscriptionsOf = perAccount(() => createCollection<SubscriptionRecord>())
const byCustomer = perAccount(() => new Map<string, SubscriptionRecord[]>())

/** Adds a subscription, and nothing else. @throws 404 for an unknown customer or price */
export function addSubscription(account: Account, fields: NewSubscription): SubscriptionRecord {
  const now = secondsOf(account)
  const created = fields.created ?? now
  const status = fields.status ?? (fields.trial_end === undefined ? 'active' : 'trialing')
  const record: SubscriptionRecord = {
    id: account.nextId('sub'),
    created,
    seq: 0,
    customer: getCustomer(account, fields.customer).id,
    status,
    items: fields.items.map(({ price, quantity = 1 }) => {
      const { recurring } = getPrice(account, price)
      const end = fields.trial_end ?? fields.current_period_end
      return {
        id: account.nextId('si'),
        price,
        ...(recurring?.usage_type !== 'metered' && { quantity }),
        ...findPeriod({ recurring, created, now, end }),
        ...(fields.trial_end !== undefined && { periodStart: created }),
      }
    }),
    anchor: fields.trial_end ?? fields.current_period_end ?? created,
    cancelAt: fields.cancel_at ?? null,
    cancelAtPeriodEnd: fields.cancel_at_period_end ?? false,
    canceledAt: isEnd(status) || fields.cancel_at || fields.cancel_at_period_end ? now : null,
    endedAt: isEnd(status) ? now : null,
    pause: fields.pause_collection ?? null,
    collectionMethod: fields.collection_method ?? 'charge_automatically',
    paymentMethod: fields.default_payment_method ?? null,
    unnamedMethod: 'fails',
    percentOff: fields.percent_off ?? null,
    trialStart: null,
    trialEnd: null,
    afterTrial: fields.missing_payment_method ?? 'create_invoice',
    invoice: null,
    unsettled: [],
    pendingLines: [],
    nextItems: null,
    metadata: fields.metadata ?? {},
    description: fields.description ?? null,
    endReason: null,
    clock: 0,
  }
  if (status === 'trialing') {
    Object.assign(record, { trialStart: created, trialEnd: fields.trial_end ?? endOf(record) })
  }
  // Stripe states the date as well, unless the seed says otherwise.
  if (record.cancelAtPeriodEnd && fields.cancel_at === undefined) record.cancelAt = endOf(record)
  subscriptionsOf(account).add(record)
  const siblings = byCustomer(account).get(record.customer)
  if (siblings) siblings.push(record)
  else byCustomer(account).set(record.customer, [record])
  return record
}

/** Its own time: the account's, unless it was moved on further. */
export function timeOf(account: Account, { clock }: SubscriptionRecord): number {
  return Math.max(secondsOf(account), clock)
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
  if (!changes) return
  emitEvent(account, 'customer.subscription.updated', after, changes)
  // Only of the status: a paused collection is no more than an update.
  if (after.status === 'paused') emitEvent(account, 'customer.subscription.paused', after)
  if (before.status === 'paused') emitEvent(account, 'customer.subscription.resumed', after)
}

/** Ends it now. */
export function cancelSubscription(
  account: Account,
  record: SubscriptionRecord,
  {
    silent = false,
    reason = 'cancellation_requested',
  }: Quietly & { reason?: SubscriptionRecord['endReason'] } = {},
): void {
  const now = timeOf(account, record)
  Object.assign(record, { status: 'canceled', endReason: reason, endedAt: now })
  record.canceledAt ??= now
  if (!silent) {
    emitEvent(account, 'customer.subscription.deleted', subscriptionObject(account, record))
  }
}

/** Lets it end with the period that has been paid. */
export function scheduleCancellation(account: Account, record: SubscriptionRecord): void {
  changeSubscription(account, record, {
    cancelAtPeriodEnd: true,
    cancelAt: endOf(record),
    canceledAt: timeOf(account, record),
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

/** Of the period that ends first. */
export function endOf({ items }: Pick<SubscriptionRecord, 'items'>): number {
  return Math.min(...items.map(({ periodEnd }) => periodEnd))
}
