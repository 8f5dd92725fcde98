import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { listObject } from '../../api/list.ts'
import { findText } from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import type { SubscriptionRecord } from '../../objects/billing/subscription.ts'
import { subscriptionObject } from '../../objects/billing/subscription.ts'
import {
  currentSubscriptionsOf,
  getSubscription,
  hasEnded,
  subscriptionsOf,
} from '../../objects/billing/subscriptions.ts'
import { invoiceObject } from '../../objects/invoices/invoice.ts'
import { getInvoice } from '../../objects/invoices/invoices.ts'
import { findPaymentMethod } from '../../objects/payments/payment-methods.ts'
import { readCustomer } from '../read-customer.ts'

const path = '/v1/subscriptions'
const embeddedLimit = 10
const statuses =
  'active past_due unpaid canceled incomplete incomplete_expired trialing all ended paused'

/** Subscriptions, and those embedded in a customer. https://docs.stripe.com/api/subscriptions */
export const subscriptions: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_subscription_read',
      params: [...listParams, 'customer', 'price', 'status'],
      answer({ account, params }) {
        const [customer, price] = ['customer', 'price'].map((name) => findText(params, name))
        const isWanted = statusFilter(findText(params, 'status'))
        return listObject({
          url: path,
          kind: 'subscription',
          params,
          collection: subscriptionsOf(account),
          keep: (record) =>
            isWanted(record) &&
            (customer ?? record.customer) === record.customer &&
            (price === undefined || record.items.some((item) => item.price === price)),
          toObject: (record) => subscriptionObject(account, record),
        })
      },
    },
    {
      method: 'GET',
      path: `${path}/:subscription`,
      permission: 'rak_subscription_read',
      params: [],
      answer: ({ account, ids: [id] }) => subscriptionObject(account, getSubscription(account, id)),
    },
  ],
  expandable: {
    customer: {
      subscriptions: { permission: 'rak_subscription_read', expand: embeddedSubscriptions },
    },
    subscription: {
      customer: {
        permission: 'rak_customer_read',
        expand: (account, id) => readCustomer(account, getSubscription(account, id).customer),
      },
      latest_invoice: {
        permission: 'rak_invoice_read',
        expand(account, id) {
          const { invoice } = getSubscription(account, id)
          return invoice === null ? null : invoiceObject(account, getInvoice(account, invoice))
        },
      },
      default_payment_method: {
        permission: 'rak_payment_method_read',
        expand: (account, id) =>
          findPaymentMethod(account, getSubscription(account, id).paymentMethod),
      },
    },
  },
}

/** Stripe lists canceled ones only to those who ask for them by status. @throws 400 for an unknown status */
function statusFilter(status: string | undefined): (record: SubscriptionRecord) => boolean {
  if (status === undefined) return (record) => record.status !== 'canceled'
  if (!statuses.split(' ').includes(status)) {
    throw invalid(`Invalid status: must be one of ${statuses.replaceAll(' ', ', ')}`, 'status')
  }
  if (status === 'all') return () => true
  return status === 'ended' ? hasEnded : (record) => record.status === status
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
