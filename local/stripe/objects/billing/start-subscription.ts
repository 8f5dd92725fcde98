import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { secondsOf } from '../../account.ts'
import { emitEvent } from '../events.ts'
import { getIntent } from '../payments/intents.ts'
import { finalizeAndCollect } from './collect.ts'
import { draftInvoice } from './draft-invoice.ts'
import { onceLine, periodLines } from './period-lines.ts'
import type { SubscriptionRecord } from './subscription.ts'
import { subscriptionObject } from './subscription.ts'
import { addSubscription, changeSubscription } from './subscriptions.ts'

export type Start = {
  customer: string
  items: { price: string; quantity: number }[]
  /** On the first invoice only; the amount is that of all of them. */
  once: { price: string; quantity: number; amount: number }[]
  /** `null`: a trial that asks for none. */
  method: string | null
  trialDays?: number | undefined
  afterTrial?: SubscriptionRecord['afterTrial'] | undefined
  percentOff?: number | undefined
  metadata?: Stripe.Metadata
  description?: string | null
}

/** A subscription begins, and its first invoice is charged at once; events tell of all of it. */
export function startSubscription(account: Account, start: Start): SubscriptionRecord {
  const { trialDays, percentOff: off = 0 } = start
  const at = secondsOf(account)
  const record = addSubscription(account, {
    customer: start.customer,
    items: start.items,
    created: at,
    metadata: start.metadata ?? {},
    description: start.description ?? null,
    ...(start.method !== null && { default_payment_method: start.method }),
    ...(off > 0 && { percent_off: off }),
    ...(start.afterTrial && { missing_payment_method: start.afterTrial }),
    ...(trialDays ? { trial_end: at + trialDays * 86_400 } : { status: 'incomplete' }),
  })
  const once = start.once.map((order) => onceLine(account, { ...order, at, off }))
  const lines = [...once, ...periodLines(account, record, { isTrial: Boolean(trialDays) })]
  // What needs no payment is not incomplete, not even for a moment.
  const isFree = lines.every(({ amount, discount }) => amount === discount)
  if (isFree && record.status === 'incomplete') record.status = 'active'
  emitEvent(account, 'customer.subscription.created', subscriptionObject(account, record))
  const invoice = draftInvoice(account, record, { lines, at, reason: 'subscription_create' })
  record.invoice = invoice.id
  finalizeAndCollect(account, invoice, at)
  // A bank debit takes days; the subscription doesn't wait.
  const payment = invoice.payments.at(-1)
  const isUnderWay = payment && getIntent(account, payment.intent).status === 'processing'
  if (isUnderWay && record.status === 'incomplete')
    changeSubscription(account, record, { status: 'active' })
  return record
}
