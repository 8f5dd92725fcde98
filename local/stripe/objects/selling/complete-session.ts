import type { Account } from '../../account.ts'
import { secondsOf } from '../../account.ts'
import { invalid } from '../../api/problem.ts'
import { createCustomer, customerAccountOf, getCustomer, updateCustomer } from '../customers.ts'
import { emitEvent } from '../events.ts'
import { takePayment } from '../payments/pay.ts'
import type { Adjustments } from './adjust-order.ts'
import { adjustOrder } from './adjust-order.ts'
import { beginSubscription } from './begin-subscription.ts'
import type { SessionEntry } from './checkout-session.ts'
import { customerDetails } from './checkout-session.ts'
import type { Collected } from './collect.ts'
import { chooseRate, collect } from './collect.ts'
import { invoiceSale } from './invoice-sale.ts'
import { applyCode } from './promotion-codes.ts'
import type { TestMethod } from './test-methods.ts'

export type Payer = Adjustments &
  Collected & {
    /** What is typed on the page; a customer's own address comes first. */
    email?: string | undefined
    name?: string | undefined
    /** A card that works unless given. */
    method?: TestMethod
    /** A promotion code, where the order allows one. */
    code?: string | undefined
  }

/** The payer presses "Pay": what was ordered is bought, and events tell of it. @throws 400 if that can't be */
export function completeSession(account: Account, entry: SessionEntry, payer: Payer = {}): void {
  const { object: session } = entry
  if (session.status !== 'open') throw invalid(`This Checkout Session is ${session.status}.`)
  if (payer.code) applyCode(account, entry, payer.code)
  if (payer.rate) chooseRate(session, payer.rate)
  adjustOrder(account, entry, payer)
  const email = emailOf(account, entry, payer.email)
  const details = customerDetails(email, payer.name ?? session.customer_details?.name)
  const collected = collect({ ...session, customer_details: details }, payer)
  const { method = 'card' } = payer
  if (!takes(entry, method)) {
    const words = method === 'none' ? 'Choose how to pay' : 'Your card was declined.'
    throw invalid(words, undefined, method === 'none' ? undefined : 'card_declined')
  }
  session.customer = ensureCustomer(account, entry, { email, name: payer.name ?? null })
  session.customer_account = session.customer && customerAccountOf(account, session.customer)
  Object.assign(session, collected)
  if (session.mode === 'payment') payOnce(account, entry, { email, method })
  else beginSubscription(account, entry, { method })
  Object.assign(session, { status: 'complete', url: null })
  emitEvent(account, 'checkout.session.completed', session)
}

/** Whether the page goes on with this. Where nothing is due, it may do without. */
function takes({ object: session }: SessionEntry, method: TestMethod): boolean {
  const isFree = session.amount_total === 0
  if (session.mode === 'payment' && isFree) return true
  if (method === 'none') return isFree && session.payment_method_collection === 'if_required'
  return method !== 'declined'
}

function payOnce(
  account: Account,
  entry: SessionEntry,
  { email, method }: { email: string; method: TestMethod },
): void {
  const { object: session, plan } = entry
  const [amount, currency] = [session.amount_total ?? 0, session.currency ?? 'usd']
  if (amount === 0) {
    session.payment_status = 'no_payment_required'
    return
  }
  const customer = typeof session.customer === 'string' ? session.customer : null
  const outcome = method === 'bank' ? 'later' : 'succeeds'
  const intent = takePayment(
    account,
    {
      amount,
      currency,
      at: secondsOf(account),
      email,
      customer,
      methodType: method === 'bank' ? 'sepa_debit' : 'card',
      metadata: plan.intentMetadata,
      description: plan.description,
      shipping: session.collected_information?.shipping_details ?? null,
    },
    { outcome },
  )
  session.payment_intent = intent.id
  session.payment_status = outcome === 'later' ? 'unpaid' : 'paid'
  if (session.invoice_creation?.enabled) invoiceSale(account, entry, intent)
}

/** Whose this is: the customer of the order, a new one, or nobody's, as guests have no customer. */
function ensureCustomer(
  account: Account,
  { object: session }: SessionEntry,
  { email, name }: { email: string; name: string | null },
): string | null {
  const currency = session.mode === 'subscription' ? session.currency : null
  if (typeof session.customer === 'string') {
    const record = getCustomer(account, session.customer, 'customer')
    if (record.email === null) updateCustomer(account, record, { email })
    if (currency !== null) updateCustomer(account, record, { currency })
    return record.id
  }
  const isWanted =
    session.customer_creation === 'always' || session.invoice_creation?.enabled === true
  if (!isWanted) return null
  return createCustomer(account, { email, name, ...(currency !== null && { currency }) }).id
}

function emailOf(account: Account, { object }: SessionEntry, typed: string | undefined): string {
  const { customer, customer_email } = object
  const own = typeof customer === 'string' ? getCustomer(account, customer, 'customer').email : null
  const email = own ?? (typed?.trim() || customer_email)
  if (email && /^[^\s@]+@[^\s@]+$/.test(email)) return email
  throw invalid('Enter an email address', 'email', 'email_invalid')
}
