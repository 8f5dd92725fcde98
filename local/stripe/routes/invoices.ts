import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { listObject } from '../api/list.ts'
import { findText } from '../api/params.ts'
import type { Resource } from '../api/resource.ts'
import { listParams } from '../api/resource.ts'
import { latestInvoiceOf } from '../objects/billing/invoices.ts'
import { findPaymentMethod, paymentMethodsOf } from '../objects/payments/payment-methods.ts'
import { getCustomer } from '../objects/customers.ts'
import { latestInvoiceId } from '../objects/billing/subscription.ts'
import { getSubscription, subscriptionsOf } from '../objects/billing/subscriptions.ts'

/** The newest invoice of each subscription, and what it is charged to. */
export const invoices: Resource = {
  routes: [
    {
      method: 'GET',
      path: '/v1/invoices',
      permission: 'rak_invoice_read',
      params: [...listParams, 'customer'],
      answer({ account, params }) {
        const customer = findText(params, 'customer')
        return listObject({
          url: '/v1/invoices',
          kind: 'invoice',
          params,
          collection: {
            ...subscriptionsOf(account),
            find: (id) => subscriptionsOf(account).find(id.replace(/^in_/, 'sub_')),
          },
          keep: (record) =>
            latestInvoiceId(record) !== null &&
            (customer === undefined || record.customer === customer),
          toObject: (record) => latestInvoiceOf(account, record),
        })
      },
    },
    {
      method: 'GET',
      path: '/v1/payment_methods',
      permission: 'rak_payment_method_read',
      params: [...listParams, 'customer'],
      answer({ account, params }) {
        const customer = findText(params, 'customer')
        return listObject({
          url: '/v1/payment_methods',
          kind: 'PaymentMethod',
          params,
          collection: paymentMethodsOf(account),
          keep: ({ object }) => customer === undefined || object.customer === customer,
          toObject: ({ object }): Stripe.PaymentMethod => object,
        })
      },
    },
  ],
  expandable: {
    subscription: {
      latest_invoice: {
        permission: 'rak_invoice_read',
        expand: (account, id) => latestInvoiceOf(account, getSubscription(account, id)),
      },
      default_payment_method: {
        permission: 'rak_payment_method_read',
        expand: (account, id) =>
          findPaymentMethod(account, getSubscription(account, id).paymentMethod),
      },
    },
    customer: {
      'invoice_settings.default_payment_method': {
        permission: 'rak_payment_method_read',
        expand: defaultMethodOf,
      },
    },
  },
}

function defaultMethodOf(account: Account, customer: string): Stripe.PaymentMethod | null {
  return findPaymentMethod(account, getCustomer(account, customer).details?.defaultPaymentMethod)
}
