import type { Account } from '../../account.ts'
import { customersOf } from '../customers.ts'
import { emitEvent } from '../events.ts'
import { amountsOf } from '../invoices/invoice-amounts.ts'
import type { InvoiceRecord } from '../invoices/invoice-record.ts'
import { invoiceObject } from '../invoices/invoice.ts'
import {
  addPayment,
  finalizeInvoice,
  markPaid,
  markUncollectible,
  voidInvoice,
} from '../invoices/invoices.ts'
import type { IntentRecord } from '../payments/intents.ts'
import { getIntent } from '../payments/intents.ts'
import type { Outcome } from '../payments/pay.ts'
import { takePayment, tryAgain } from '../payments/pay.ts'
import { outcomeOf, paymentMethodsOf, setOutcome } from '../payments/payment-methods.ts'
import type { SubscriptionRecord } from './subscription.ts'
import {
  cancelSubscription,
  changeSubscription,
  hasEnded,
  subscriptionsOf,
} from './subscriptions.ts'

const day = 86_400
/** After each failed attempt; then it is over. */
const retryDays = [3, 5, 7]

/** What a subscription is charged to: its own payment method, or its customer's. */
export function methodOf(account: Account, record: SubscriptionRecord): string | null {
  const customer = customersOf(account).find(record.customer)
  return record.paymentMethod ?? customer?.details?.defaultPaymentMethod ?? null
}

/** What becomes of a charge for it now. */
export function outcomeFor(account: Account, record: SubscriptionRecord): Outcome {
  const method = methodOf(account, record)
  return method === null ? record.unnamedMethod : outcomeOf(account, method)
}

/** From now on. */
export function setOutcomeFor(account: Account, record: SubscriptionRecord, pays: Outcome): void {
  const method = methodOf(account, record)
  if (method === null) record.unnamedMethod = pays
  else setOutcome(account, method, pays)
}

/** A draft becomes an invoice, and is charged unless it is sent, paused or nothing is due. */
export function finalizeAndCollect(account: Account, invoice: InvoiceRecord, at: number): void {
  const subscription = subscriptionOf(account, invoice)
  finalizeInvoice(account, invoice, { at })
  if (subscription?.pause?.behavior === 'void') return voidInvoice(account, invoice, { at })
  if (subscription?.pause) return markUncollectible(account, invoice)
  if (amountsOf(invoice).amount_due === 0) return settleInvoice(account, invoice, { at })
  if (!invoice.isSent) chargeInvoice(account, invoice, { at })
}

/** One attempt to take what is due. */
export function chargeInvoice(
  account: Account,
  invoice: InvoiceRecord,
  { at, outcome }: { at: number; outcome?: Outcome },
): void {
  const subscription = subscriptionOf(account, invoice)
  const method = subscription && methodOf(account, subscription)
  const usual = subscription ? outcomeFor(account, subscription) : 'fails'
  invoice.attempts += 1
  // What this attempt says of the next one is said when its outcome is known.
  invoice.nextAttemptAt = null
  const intent = attempt(account, invoice, { at, method, outcome: outcome ?? usual })
  if (intent.status === 'succeeded') settleInvoice(account, invoice, { at })
  else if (intent.status === 'requires_payment_method') failInvoice(account, invoice, at)
}

/** It is paid: what was overdue runs again. */
export function settleInvoice(
  account: Account,
  invoice: InvoiceRecord,
  { at, isPaidElsewhere = false }: { at: number; isPaidElsewhere?: boolean },
): void {
  markPaid(account, invoice, { at, isPaidElsewhere })
  const subscription = subscriptionOf(account, invoice)
  if (!subscription || hasEnded(subscription) || subscription.invoice !== invoice.id) return
  if (['past_due', 'unpaid', 'incomplete'].includes(subscription.status))
    changeSubscription(account, subscription, { status: 'active' })
}

/** The money didn't come: it is tried again some days later, and the subscription is overdue, or over. */
export function failInvoice(account: Account, invoice: InvoiceRecord, at: number): void {
  const subscription = subscriptionOf(account, invoice)
  const isFirst = invoice.reason === 'subscription_create' && subscription?.status === 'incomplete'
  const wait = isFirst ? undefined : retryDays[invoice.attempts - 1]
  invoice.nextAttemptAt = wait === undefined ? null : at + wait * day
  emitEvent(account, 'invoice.payment_failed', invoiceObject(account, invoice))
  if (!subscription || hasEnded(subscription) || isFirst) return
  const ending = account.world.control.whenRetriesFail
  if (wait !== undefined || ending === 'past_due')
    changeSubscription(account, subscription, { status: 'past_due' })
  else if (ending === 'unpaid') changeSubscription(account, subscription, { status: 'unpaid' })
  else cancelSubscription(account, subscription, { reason: 'payment_failed' })
}

/** `null` for an invoice of something that was bought once. */
export function subscriptionOf(
  account: Account,
  { subscription }: InvoiceRecord,
): SubscriptionRecord | null {
  return subscription === null ? null : subscriptionsOf(account).find(subscription)
}

function attempt(
  account: Account,
  invoice: InvoiceRecord,
  { at, method, outcome }: { at: number; method: string | null; outcome: Outcome },
): IntentRecord {
  const before = invoice.payments.at(-1)
  const type = method === null ? undefined : paymentMethodsOf(account).find(method)?.object.type
  const methodType = type === 'sepa_debit' ? 'sepa_debit' : 'card'
  if (before) {
    const intent = getIntent(account, before.intent)
    Object.assign(intent, { methodType, ...(method !== null && { method }) })
    tryAgain(account, intent, { at, outcome })
    return intent
  }
  const { currency, customer, email } = invoice
  const amount = amountsOf(invoice).amount_due
  const payment = { amount, currency, customer, email, at, method, methodType } as const
  const intent = takePayment(account, payment, { outcome })
  addPayment(account, invoice, intent)
  return intent
}
