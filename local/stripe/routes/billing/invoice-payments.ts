import { listObject } from '../../api/list.ts'
import { findGroup, findText } from '../../api/params.ts'
import type { Resource } from '../../api/resource.ts'
import { listParams } from '../../api/resource.ts'
import { invoicePaymentObject, invoicePaymentsOf } from '../../objects/invoices/invoice-payments.ts'
import { invoiceObject } from '../../objects/invoices/invoice.ts'
import { getInvoice } from '../../objects/invoices/invoices.ts'
import { getIntent, intentObject } from '../../objects/payments/intents.ts'

const path = '/v1/invoice_payments'

/** Which payment pays which invoice; rides on the permission for invoices. https://docs.stripe.com/api/invoice-payment */
export const invoicePayments: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_invoice_read',
      params: [...listParams, 'invoice', 'payment', 'status'],
      answer({ account, params }) {
        const [invoice, status] = ['invoice', 'status'].map((name) => findText(params, name))
        const intent = findText(findGroup(params, 'payment') ?? {}, 'payment_intent')
        return listObject({
          url: path,
          kind: 'invoice payment',
          params,
          collection: invoicePaymentsOf(account),
          keep: (record) =>
            (invoice ?? record.invoice) === record.invoice &&
            (intent ?? record.intent) === record.intent &&
            (status === undefined || status === (record.paidAt === null ? 'open' : 'paid')),
          toObject: (record) => invoicePaymentObject(account, record),
        })
      },
    },
  ],
  expandable: {
    invoice_payment: {
      invoice: {
        permission: 'rak_invoice_read',
        expand(account, id) {
          const { invoice } = invoicePaymentsOf(account).find(id)!
          return invoiceObject(account, getInvoice(account, invoice))
        },
      },
      'payment.payment_intent': {
        permission: 'rak_payment_intent_read',
        expand(account, id) {
          const { intent } = invoicePaymentsOf(account).find(id)!
          return intentObject(account, getIntent(account, intent))
        },
      },
    },
  },
}
