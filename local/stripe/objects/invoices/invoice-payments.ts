import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount } from '../../account.ts'
import type { Entry } from '../../collection.ts'
import { createCollection } from '../../collection.ts'

/** What ties an invoice to the payment intent that pays it. */
export type InvoicePaymentRecord = Entry & {
  invoice: string
  intent: string
  currency: string
  amount: number
  amountPaid: number | null
  paidAt: number | null
}

/** Every invoice payment of an account. */
export const invoicePaymentsOf = perAccount(() => createCollection<InvoicePaymentRecord>())

/** Of a payment intent; `null` if it pays no invoice. */
export function findInvoicePayment(account: Account, intent: string): InvoicePaymentRecord | null {
  const all = invoicePaymentsOf(account).sorted()
  return all.find((record) => record.intent === intent) ?? null
}

/** An invoice payment as the API answers it. */
export function invoicePaymentObject(
  account: Account,
  record: InvoicePaymentRecord,
): Stripe.InvoicePayment {
  return {
    id: record.id,
    object: 'invoice_payment',
    amount_paid: record.amountPaid,
    amount_requested: record.amount,
    created: record.created,
    currency: record.currency,
    invoice: record.invoice,
    is_default: true,
    livemode: account.livemode,
    payment: { payment_intent: record.intent, type: 'payment_intent' },
    status: record.paidAt === null ? 'open' : 'paid',
    status_transitions: { canceled_at: null, paid_at: record.paidAt },
  }
}
