import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { listObject } from '../api/list.ts'
import { findText } from '../api/params.ts'
import type { Resource } from '../api/resource.ts'
import { listParams } from '../api/resource.ts'
import { subscriptionObject } from '../objects/billing/subscription.ts'
import { currentSubscriptionsOf, subscriptionsOf } from '../objects/billing/subscriptions.ts'

const embeddedLimit = 10

/** Subscriptions, and those embedded in a customer. */
export const subscriptions: Resource = {
  routes: [
    {
      method: 'GET',
      path: '/v1/subscriptions',
      permission: 'rak_subscription_read',
      params: [...listParams, 'customer'],
      answer({ account, params }) {
        const customer = findText(params, 'customer')
        return listObject({
          url: '/v1/subscriptions',
          kind: 'subscription',
          params,
          collection: subscriptionsOf(account),
          // Stripe lists canceled ones only to those who ask for them by status.
          keep: (record) =>
            record.status !== 'canceled' &&
            (customer === undefined || record.customer === customer),
          toObject: (record) => subscriptionObject(account, record),
        })
      },
    },
  ],
  expandable: {
    customer: {
      subscriptions: {
        permission: 'rak_subscription_read',
        expand: embeddedSubscriptions,
      },
    },
  },
}

/** The newest ten that have not ended. */
function embeddedSubscriptions(
  account: Account,
  customer: string,
): Stripe.ApiList<Stripe.Subscription> {
  const current = currentSubscriptionsOf(account, customer).toReversed()
  return {
    object: 'list',
    data: current.slice(0, embeddedLimit).map((record) => subscriptionObject(account, record)),
    has_more: current.length > embeddedLimit,
    url: `/v1/customers/${customer}/subscriptions`,
  }
}
