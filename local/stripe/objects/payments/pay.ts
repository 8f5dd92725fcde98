import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import type { Quietly } from '../events.ts'
import { emitEvent } from '../events.ts'
import { addCharge, chargeObject, getCharge } from './charges.ts'
import type { IntentRecord, MethodType } from './intents.ts'
import { intentObject, paymentIntentsOf } from './intents.ts'

/** What becomes of an attempt at once; `later`: the method is a delayed one, and has to be settled. */
export type Outcome = 'succeeds' | 'fails' | 'later'

export type NewPayment = {
  amount: number
  currency: string
  /** Seconds. */
  at: number
  email: string | null
  customer?: string | null
  /** Of the customer, or one that nobody keeps. */
  method?: string | null
  methodType?: MethodType
  metadata?: Stripe.Metadata
  description?: string | null
  /** Where the parcel goes. */
  shipping?: { name: string; address: Stripe.Address } | null
}

/** A payment intent, and the first attempt to take its money. */
export function takePayment(
  account: Account,
  payment: NewPayment,
  { outcome = 'succeeds', silent = false }: Quietly & { outcome?: Outcome } = {},
): IntentRecord {
  const { amount, currency, at, email } = payment
  const intent = paymentIntentsOf(account).add({
    id: account.nextId('pi'),
    created: at,
    seq: 0,
    amount,
    currency,
    customer: payment.customer ?? null,
    email,
    method: payment.method ?? account.nextId('pm'),
    methodType: payment.methodType ?? 'card',
    status: 'requires_payment_method',
    latestCharge: null,
    metadata: payment.metadata ?? {},
    description: payment.description ?? null,
    shipping: payment.shipping ?? null,
  })
  if (!silent) emitEvent(account, 'payment_intent.created', intentObject(account, intent))
  tryAgain(account, intent, { at, outcome, silent })
  return intent
}

/** One more attempt at the same payment intent. */
export function tryAgain(
  account: Account,
  intent: IntentRecord,
  { at, outcome, silent = false }: Quietly & { at: number; outcome: Outcome },
): void {
  const status = { succeeds: 'succeeded', fails: 'failed', later: 'pending' } as const
  const charge = addCharge(account, intent, { status: status[outcome], at })
  if (outcome === 'later') {
    intent.status = 'processing'
    if (silent) return
    emitEvent(account, 'payment_intent.processing', intentObject(account, intent))
    emitEvent(account, 'charge.pending', chargeObject(account, charge))
  } else conclude(account, intent, { isPaid: outcome === 'succeeds', silent })
}

/** A delayed method has the money now, or will never have it. */
export function settlePayment(
  account: Account,
  intent: IntentRecord,
  outcome: 'succeeds' | 'fails',
): void {
  const charge = getCharge(account, intent.latestCharge ?? '')
  charge.status = outcome === 'succeeds' ? 'succeeded' : 'failed'
  conclude(account, intent, { isPaid: outcome === 'succeeds' })
}

function conclude(
  account: Account,
  intent: IntentRecord,
  { isPaid, silent = false }: Quietly & { isPaid: boolean },
): void {
  intent.status = isPaid ? 'succeeded' : 'requires_payment_method'
  if (silent) return
  const charge = chargeObject(account, getCharge(account, intent.latestCharge ?? ''))
  const object = intentObject(account, intent)
  emitEvent(account, isPaid ? 'charge.succeeded' : 'charge.failed', charge)
  emitEvent(account, isPaid ? 'payment_intent.succeeded' : 'payment_intent.payment_failed', object)
}
