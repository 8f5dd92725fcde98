import type { Account } from '../../account.ts'
import { perAccount } from '../../account.ts'
import { noSuch } from '../../api/problem.ts'
import { createCollection } from '../../collection.ts'
import { customersOf, updateCustomer } from '../customers.ts'
import type { Quietly } from '../events.ts'
import { emitEvent } from '../events.ts'
import type { IntentRecord } from '../payments/intents.ts'
import { amountsOf } from './invoice-amounts.ts'
import { invoicePaymentObject, invoicePaymentsOf } from './invoice-payments.ts'
import type { InvoiceRecord } from './invoice-record.ts'
import { invoiceObject } from './invoice.ts'

export type NewInvoice = Pick<
  InvoiceRecord,
  'customer' | 'email' | 'subscription' | 'reason' | 'currency' | 'lines' | 'isSent'
> & {
  id?: string
  /** Seconds. */
  at: number
  finalizesAt?: number
  sale?: InvoiceRecord['sale'] & {}
}

/** Every invoice of an account. */
export const invoicesOf = perAccount(() => createCollection<InvoiceRecord>())
const numbersOf = perAccount(() => new Map<string, number>())

/** A draft. */
export function createInvoice(
  account: Account,
  { id = account.nextId('in'), at, finalizesAt, ...fields }: NewInvoice,
  { silent = false }: Quietly = {},
): InvoiceRecord {
  const record = invoicesOf(account).add({
    ...fields,
    id,
    created: at,
    seq: 0,
    status: 'draft',
    startingBalance: 0,
    payments: [],
    isPaidElsewhere: false,
    attempts: 0,
    finalizesAt: finalizesAt ?? null,
    nextAttemptAt: null,
    finalizedAt: null,
    paidAt: null,
    voidedAt: null,
    number: null,
  })
  if (!silent) emitEvent(account, 'invoice.created', invoiceObject(account, record))
  return record
}

/** Gives it its number, and lets the customer's balance pay or take what it can. */
export function finalizeInvoice(
  account: Account,
  record: InvoiceRecord,
  { at, silent = false }: Quietly & { at: number },
): void {
  const customer = record.customer === null ? null : customersOf(account).find(record.customer)
  record.startingBalance = customer?.details?.balance ?? 0
  Object.assign(record, { status: 'open', finalizedAt: at, finalizesAt: null })
  record.number = nextNumber(account, record)
  const { ending_balance: balance } = amountsOf(record)
  if (customer && balance !== null && balance !== record.startingBalance) {
    updateCustomer(account, customer, { balance }, { silent })
  }
  if (!silent) emitEvent(account, 'invoice.finalized', invoiceObject(account, record))
}

/** Ties a payment intent to an invoice. */
export function addPayment(
  account: Account,
  record: InvoiceRecord,
  { id: intent, amount, currency, created }: IntentRecord,
): void {
  const payment = invoicePaymentsOf(account).add({
    id: account.nextId('inpay'),
    created,
    seq: 0,
    invoice: record.id,
    intent,
    currency,
    amount,
    amountPaid: null,
    paidAt: null,
  })
  record.payments.push(payment)
}

/** It owes nothing more: by its payment, because nothing was due, or because it was paid elsewhere. */
export function markPaid(
  account: Account,
  record: InvoiceRecord,
  {
    at,
    silent = false,
    isPaidElsewhere = false,
  }: Quietly & { at: number; isPaidElsewhere?: boolean },
): void {
  Object.assign(record, { status: 'paid', paidAt: at, nextAttemptAt: null, isPaidElsewhere })
  const payment = isPaidElsewhere ? undefined : record.payments.at(-1)
  if (payment) Object.assign(payment, { amountPaid: payment.amount, paidAt: at })
  if (silent) return
  if (payment) {
    emitEvent(account, 'invoice_payment.paid', invoicePaymentObject(account, payment))
  }
  const object = invoiceObject(account, record)
  emitEvent(account, 'invoice.paid', object)
  if (!isPaidElsewhere) emitEvent(account, 'invoice.payment_succeeded', object)
}

/** It is not to be paid. */
export function voidInvoice(
  account: Account,
  record: InvoiceRecord,
  { at, silent = false }: Quietly & { at: number },
): void {
  Object.assign(record, { status: 'void', voidedAt: at, nextAttemptAt: null })
  if (!silent) emitEvent(account, 'invoice.voided', invoiceObject(account, record))
}

/** The owner gives it up, or pauses what it is for. */
export function markUncollectible(account: Account, record: InvoiceRecord): void {
  record.status = 'uncollectible'
  emitEvent(account, 'invoice.marked_uncollectible', invoiceObject(account, record))
}

/** @throws 404 (400 if a parameter names it) */
export function getInvoice(account: Account, id: string, param = 'id'): InvoiceRecord {
  const record = invoicesOf(account).find(id)
  if (!record) throw noSuch('invoice', id, param)
  return record
}

function nextNumber(account: Account, { customer, id }: InvoiceRecord): string {
  const prefix = (customer ?? id).slice(-8).toUpperCase()
  const count = (numbersOf(account).get(prefix) ?? 0) + 1
  numbersOf(account).set(prefix, count)
  return `${prefix}-${String(count).padStart(4, '0')}`
}
