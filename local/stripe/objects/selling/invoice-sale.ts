import type { Account } from '../../account.ts'
import { onceLine } from '../billing/period-lines.ts'
import type { InvoiceRecord } from '../invoices/invoice-record.ts'
import { addPayment, createInvoice, finalizeInvoice, markPaid } from '../invoices/invoices.ts'
import type { IntentRecord } from '../payments/intents.ts'
import type { SessionEntry } from './checkout-session.ts'
import { termsOf } from './checkout-session.ts'
import { amountsOfLine } from './line-items.ts'

/**
 * The invoice that a sale makes if it was asked to: it has no subscription, and rings `invoice.paid` like any other.
 * https://docs.stripe.com/payments/checkout/post-payment-invoices
 */
export function invoiceSale(
  account: Account,
  { object: session, lines, plan }: SessionEntry,
  intent: IntentRecord,
): InvoiceRecord {
  const at = intent.created
  const data = session.invoice_creation?.invoice_data
  const invoice = createInvoice(account, {
    customer: intent.customer,
    email: intent.email,
    subscription: null,
    reason: 'manual',
    currency: intent.currency,
    isSent: false,
    sale: {
      description: data?.description ?? null,
      metadata: data?.metadata ?? {},
      shipping: session.shipping_cost?.amount_total ?? 0,
    },
    at,
    lines: lines.map((line) => {
      const { total: amount } = amountsOfLine(account, line, termsOf(plan))
      return onceLine(account, { ...line, amount, at, off: 0 })
    }),
  })
  finalizeInvoice(account, invoice, { at })
  addPayment(account, invoice, intent)
  if (intent.status === 'succeeded') markPaid(account, invoice, { at })
  session.invoice = invoice.id
  return invoice
}
