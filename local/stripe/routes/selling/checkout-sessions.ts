import type { Account } from '../../account.ts'
import { listInOrder } from '../../api/list-in-order.ts'
import { listObject } from '../../api/list.ts'
import type { Params } from '../../api/params.ts'
import { findText } from '../../api/params.ts'
import type { Expandable, Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { subscriptionObject } from '../../objects/billing/subscription.ts'
import { getSubscription } from '../../objects/billing/subscriptions.ts'
import { invoiceObject } from '../../objects/invoices/invoice.ts'
import { getInvoice } from '../../objects/invoices/invoices.ts'
import { getIntent, intentObject } from '../../objects/payments/intents.ts'
import type { Session, SessionEntry } from '../../objects/selling/checkout-session.ts'
import { termsOf } from '../../objects/selling/checkout-session.ts'
import {
  checkoutSessionsOf,
  endOldSessions,
  expireSession,
  getCheckoutSession,
  openSession,
} from '../../objects/selling/checkout-sessions.ts'
import { lineItemObject } from '../../objects/selling/line-items.ts'
import { getPaymentLink } from '../../objects/selling/payment-links.ts'
import { readCustomer } from '../read-customer.ts'
import { readSession, sessionParams } from './read-session.ts'

const path = '/v1/checkout/sessions'
const embeddedLines = 10

/** Orders, and the page on which they are paid. https://docs.stripe.com/api/checkout/sessions */
export const checkoutSessions: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_checkout_session_read',
      params: [
        ...listParams,
        'customer',
        'customer_details',
        'payment_intent',
        'payment_link',
        'status',
        'subscription',
      ],
      answer({ account, params }) {
        endOldSessions(account)
        return listObject({
          url: path,
          kind: 'checkout.session',
          params,
          collection: checkoutSessionsOf(account),
          keep: keepSession(params),
          toObject: ({ object }) => ({ ...object }),
        })
      },
    },
    {
      method: 'POST',
      path,
      permission: 'rak_checkout_session_write',
      params: sessionParams,
      answer: ({ account, params }) => ({
        ...openSession(account, readSession(account, params)).object,
      }),
    },
    {
      method: 'GET',
      path: `${path}/:session`,
      permission: 'rak_checkout_session_read',
      params: [],
      answer: ({ account, ids: [id] }) => ({ ...getCheckoutSession(account, id).object }),
    },
    {
      method: 'GET',
      path: `${path}/:session/line_items`,
      permission: 'rak_checkout_session_read',
      params: ['limit', 'starting_after', 'ending_before'],
      answer({ account, ids: [id], params }) {
        const { lines, plan } = getCheckoutSession(account, id)
        return listInOrder({
          url: `${path}/${id}/line_items`,
          kind: 'line item',
          params,
          parts: lines,
          toObject: (line) => lineItemObject(account, line, termsOf(plan)),
        })
      },
    },
    {
      method: 'POST',
      path: `${path}/:session/expire`,
      permission: 'rak_checkout_session_write',
      params: [],
      answer: ({ account, ids: [id] }) => expireSession(account, id),
    },
  ],
  expandable: {
    'checkout.session': {
      line_items: { permission: 'rak_checkout_session_read', expand: embeddedLineItems },
      customer: named('rak_customer_read', 'customer', readCustomer),
      invoice: named('rak_invoice_read', 'invoice', (account, id) =>
        invoiceObject(account, getInvoice(account, id)),
      ),
      payment_intent: named('rak_payment_intent_read', 'payment_intent', (account, id) =>
        intentObject(account, getIntent(account, id)),
      ),
      payment_link: named('rak_payment_links_read', 'payment_link', (account, id) => ({
        ...getPaymentLink(account, id).object,
      })),
      subscription: named('rak_subscription_read', 'subscription', (account, id) =>
        subscriptionObject(account, getSubscription(account, id)),
      ),
    },
  },
}

/** An id of the session, or the object that it names. */
function named(
  permission: string,
  property: 'customer' | 'invoice' | 'payment_intent' | 'payment_link' | 'subscription',
  read: (account: Account, id: string) => object,
): Expandable {
  return {
    permission,
    expand(account, sessionId) {
      const id = getCheckoutSession(account, sessionId).object[property]
      return typeof id === 'string' ? read(account, id) : null
    },
  }
}

function embeddedLineItems(account: Account, id: string) {
  const { lines, plan } = getCheckoutSession(account, id)
  return {
    object: 'list',
    data: lines.slice(0, embeddedLines).map((line) => lineItemObject(account, line, termsOf(plan))),
    has_more: lines.length > embeddedLines,
    url: `${path}/${id}/line_items`,
  }
}

function keepSession(params: Params): (entry: SessionEntry) => boolean {
  const names = ['customer', 'payment_intent', 'payment_link', 'status', 'subscription'] as const
  const wanted = names.map((name) => [name, findText(params, name)] as const)
  const details = params['customer_details']
  const email = typeof details === 'object' ? findText(details, 'email') : undefined
  return ({ object }: { object: Session }) =>
    wanted.every(([name, value]) => value === undefined || object[name] === value) &&
    // Exact, as the filter of customers is; whether Stripe's ignores case is not documented.
    (email === undefined || object.customer_details?.email === email)
}
