import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import type { SubscriptionRecord } from '../objects/billing/subscription.ts'
import { subscriptionObject } from '../objects/billing/subscription.ts'
import type { NewSubscription } from '../objects/billing/subscriptions.ts'
import {
  cancelSubscription,
  changeSubscription,
  createSubscription,
  getSubscription,
  subscriptionsOf,
} from '../objects/billing/subscriptions.ts'
import type { Quietly } from '../objects/events.ts'

/** What is paid again and again. */
export function billingHandle(account: () => Account) {
  return {
    createSubscription: (fields: NewSubscription, options?: Quietly): Stripe.Subscription =>
      subscriptionObject(account(), createSubscription(account(), fields, options)),
    changeSubscription: (id: string, change: Partial<SubscriptionRecord>): void =>
      changeSubscription(account(), getSubscription(account(), id), change),
    cancelSubscription: (id: string, options?: Quietly): void =>
      cancelSubscription(account(), getSubscription(account(), id), options),
    /** Newest first, the ended ones too. */
    subscriptions: (): Stripe.Subscription[] =>
      subscriptionsOf(account())
        .sorted()
        .map((record) => subscriptionObject(account(), record))
        .toReversed(),
  }
}
