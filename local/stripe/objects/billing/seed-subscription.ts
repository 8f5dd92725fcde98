import type { Account } from '../../account.ts'
import type { Quietly } from '../events.ts'
import { emitEvent } from '../events.ts'
import { amountsOf } from '../invoices/invoice-amounts.ts'
import type { InvoiceRecord } from '../invoices/invoice-record.ts'
import { addPayment, finalizeInvoice, markPaid, voidInvoice } from '../invoices/invoices.ts'
import { takePayment } from '../payments/pay.ts'
import { methodOf } from './collect.ts'
import { draftInvoice } from './draft-invoice.ts'
import { periodLines } from './period-lines.ts'
import type { SubscriptionRecord } from './subscription.ts'
import { subscriptionObject } from './subscription.ts'
import type { NewSubscription } from './subscriptions.ts'
import { addSubscription } from './subscriptions.ts'

export type SeededSubscription = NewSubscription & {
  /** Its state follows from the subscription's unless given; `null`: there is none. */
  latest_invoice?: { status: 'open' } | null
}

const owing = ['past_due', 'unpaid', 'incomplete']
const silent = true

/**
 * A subscription as it is, with the newest invoice that goes with it; only the subscription's own event tells of it,
 * unless `silent`. @throws 404 for an unknown customer or price
 */
export function createSubscription(
  account: Account,
  { latest_invoice, ...fields }: SeededSubscription,
  quietly: Quietly = {},
): SubscriptionRecord {
  const record = addSubscription(account, fields)
  if (latest_invoice !== null) addInvoice(account, record, latest_invoice?.status === 'open')
  if (!quietly.silent) {
    emitEvent(account, 'customer.subscription.created', subscriptionObject(account, record))
  }
  return record
}

function addInvoice(account: Account, record: SubscriptionRecord, isOpen: boolean): void {
  const at = record.items[0]?.periodStart ?? record.created
  const lines = periodLines(account, record, { isTrial: record.status === 'trialing' })
  const order = { lines, at, reason: 'subscription_cycle' }
  const invoice = draftInvoice(account, record, order, { silent })
  record.invoice = invoice.id
  finalizeInvoice(account, invoice, { at, silent })
  if (record.status === 'incomplete_expired') return voidInvoice(account, invoice, { at, silent })
  const isPaid = !isOpen && !owing.includes(record.status)
  if (amountsOf(invoice).amount_due > 0 && (isPaid || !invoice.isSent)) {
    addAttempt(account, record, { invoice, at, isPaid })
    if (isPaid) record.unnamedMethod = 'succeeds'
  }
  if (isPaid) markPaid(account, invoice, { at, silent })
}

function addAttempt(
  account: Account,
  record: SubscriptionRecord,
  { invoice, at, isPaid }: { invoice: InvoiceRecord; at: number; isPaid: boolean },
): void {
  const { currency, customer, email } = invoice
  const amount = amountsOf(invoice).amount_due
  const payment = { amount, currency, customer, email, at, method: methodOf(account, record) }
  const outcome = isPaid ? 'succeeds' : 'fails'
  invoice.attempts = 1
  addPayment(account, invoice, takePayment(account, payment, { outcome, silent }))
}
