import { listObject } from '../api/list.ts'
import { findText } from '../api/params.ts'
import type { Resource, Route } from '../api/resource.ts'
import { listParams } from '../api/resource.ts'
import type { Account } from '../account.ts'
import type { Boxed, Collection } from '../collection.ts'
import { checkoutSessionsOf } from '../objects/selling/checkout-sessions.ts'
import { chargesOf, paymentIntentsOf } from '../objects/payments/payments.ts'

/** What was bought once: sessions of Checkout, and the payments behind them. */
export const payments: Resource = {
  routes: [
    {
      method: 'GET',
      path: '/v1/checkout/sessions',
      permission: 'rak_checkout_session_read',
      params: [...listParams, 'customer', 'customer_details', 'payment_intent', 'status'],
      answer({ account, params }) {
        const [customer, intent, status] = ['customer', 'payment_intent', 'status'].map((name) =>
          findText(params, name),
        )
        const details = params['customer_details']
        const email = typeof details === 'object' ? findText(details, 'email') : undefined
        return listObject({
          url: '/v1/checkout/sessions',
          kind: 'checkout.session',
          params,
          collection: checkoutSessionsOf(account),
          keep: ({ object }) =>
            (customer ?? object.customer) === object.customer &&
            (intent ?? object.payment_intent) === object.payment_intent &&
            (status ?? object.status) === object.status &&
            // Exact, as the filter of customers is; whether Stripe's ignores case is not documented.
            (email === undefined || object.customer_details?.email === email),
          toObject: ({ object }) => ({ ...object }),
        })
      },
    },
    listOf('/v1/payment_intents', 'rak_payment_intent_read', 'payment_intent', paymentIntentsOf),
    listOf('/v1/charges', 'rak_charge_read', 'charge', chargesOf),
  ],
  expandable: {
    'checkout.session': {
      line_items: {
        permission: 'rak_checkout_session_read',
        expand(account, id) {
          const lines = checkoutSessionsOf(account).find(id)?.lines ?? []
          const url = `/v1/checkout/sessions/${id}/line_items`
          return { object: 'list', data: lines.slice(0, 10), has_more: lines.length > 10, url }
        },
      },
      // A sale here makes no invoice.
      invoice: { permission: 'rak_invoice_read', expand: () => null },
      payment_intent: {
        permission: 'rak_payment_intent_read',
        expand: (account, id) =>
          copyOf(
            paymentIntentsOf(account),
            checkoutSessionsOf(account).find(id)?.object.payment_intent,
          ),
      },
    },
    payment_intent: {
      latest_charge: {
        permission: 'rak_charge_read',
        expand: (account, id) =>
          copyOf(chargesOf(account), paymentIntentsOf(account).find(id)?.object.latest_charge),
      },
    },
  },
}

function listOf<T extends { id: string; created: number }>(
  url: string,
  permission: string,
  kind: string,
  collectionOf: (account: Account) => Collection<Boxed<T>>,
): Route {
  return {
    method: 'GET',
    path: url,
    permission,
    params: listParams,
    answer: ({ account, params }) =>
      listObject({
        url,
        kind,
        params,
        collection: collectionOf(account),
        toObject: ({ object }) => ({ ...object }),
      }),
  }
}

function copyOf<T extends { id: string; created: number }>(
  collection: Collection<Boxed<T>>,
  id: unknown,
): T | null {
  const entry = collection.find(String(id))
  return entry && { ...entry.object }
}
