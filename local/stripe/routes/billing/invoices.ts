import type { Account } from '../../account.ts'
import { secondsOf } from '../../account.ts'
import { listInOrder } from '../../api/list-in-order.ts'
import { listObject } from '../../api/list.ts'
import type { Params } from '../../api/params.ts'
import { findBoolean, findText } from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { chargeInvoice, settleInvoice } from '../../objects/billing/collect.ts'
import { subscriptionObject } from '../../objects/billing/subscription.ts'
import { getSubscription } from '../../objects/billing/subscriptions.ts'
import { lineObject } from '../../objects/invoices/invoice-line.ts'
import { invoicePaymentObject } from '../../objects/invoices/invoice-payments.ts'
import { invoiceObject } from '../../objects/invoices/invoice.ts'
import { getInvoice, invoicesOf } from '../../objects/invoices/invoices.ts'
import { readCustomer } from '../read-customer.ts'

const path = '/v1/invoices'

/** Invoices and their lines. https://docs.stripe.com/api/invoices */
export const invoices: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_invoice_read',
      params: [...listParams, 'customer', 'status', 'subscription'],
      answer({ account, params }) {
        const [customer, status, subscription] = ['customer', 'status', 'subscription'].map(
          (name) => findText(params, name),
        )
        return listObject({
          url: path,
          kind: 'invoice',
          params,
          collection: invoicesOf(account),
          keep: (record) =>
            (customer ?? record.customer) === record.customer &&
            (status ?? record.status) === record.status &&
            (subscription ?? record.subscription) === record.subscription,
          toObject: (record) => invoiceObject(account, record),
        })
      },
    },
    {
      method: 'GET',
      path: `${path}/:invoice`,
      permission: 'rak_invoice_read',
      params: [],
      answer: ({ account, ids: [id] }) => invoiceObject(account, getInvoice(account, id)),
    },
    {
      method: 'GET',
      path: `${path}/:invoice/lines`,
      permission: 'rak_invoice_read',
      params: ['limit', 'starting_after', 'ending_before'],
      answer({ account, ids: [id], params }) {
        const invoice = getInvoice(account, id)
        return listInOrder({
          url: `${path}/${id}/lines`,
          kind: 'line item',
          params,
          parts: invoice.lines,
          toObject: (line) => lineObject(account, invoice, line),
        })
      },
    },
    {
      method: 'POST',
      path: `${path}/:invoice/pay`,
      permission: 'rak_invoice_write',
      params: ['paid_out_of_band'],
      answer: ({ account, ids: [id], params }) => pay(account, id, params),
    },
  ],
  expandable: {
    invoice: {
      customer: {
        permission: 'rak_customer_read',
        expand(account, id) {
          const { customer } = getInvoice(account, id)
          return customer === null ? null : readCustomer(account, customer)
        },
      },
      // Stripe's refusal names this row, and not the one of invoices, for `payments.data.payment.payment_intent`.
      payments: { permission: 'rak_credit_note_read', expand: listPayments },
      'parent.subscription_details.subscription': {
        permission: 'rak_subscription_read',
        expand(account, id) {
          const { subscription } = getInvoice(account, id)
          return subscription && subscriptionObject(account, getSubscription(account, subscription))
        },
      },
    },
  },
}

function listPayments(account: Account, id: string) {
  const data = getInvoice(account, id).payments.map((payment) =>
    invoicePaymentObject(account, payment),
  )
  return { object: 'list', data, has_more: false, url: `/v1/invoice_payments?invoice=${id}` }
}

function pay(account: Account, id: string, params: Params) {
  const invoice = getInvoice(account, id)
  const at = secondsOf(account)
  if (invoice.status === 'paid') throw invalid('Invoice is already paid')
  if (invoice.status !== 'open') {
    throw invalid("You can only pass in open invoices. This invoice isn't open.")
  }
  const isElsewhere = findBoolean(params, 'paid_out_of_band') ?? false
  if (isElsewhere) settleInvoice(account, invoice, { at, isPaidElsewhere: true })
  else chargeInvoice(account, invoice, { at })
  return invoiceObject(account, invoice)
}
