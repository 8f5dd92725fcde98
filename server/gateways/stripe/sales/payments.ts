import type Stripe from 'stripe'
import type { Payment } from '../../../rules/purchases/sale.ts'
import type { Ask } from '../ask.ts'
import type { CallLimits } from '../client.ts'
import { idOf, objectOf } from './convert.ts'

/** Statuses in which a dispute holds the money; an inquiry (`warning_...`) doesn't, nor one that was won. */
const holding = new Set([
  'needs_response',
  'under_review',
  'lost',
  'appeal_needs_response',
  'appeal_under_review',
])

/** By what something was paid: a payment intent, or a charge of long ago that has none. */
type Means = {
  payment_intent?: string | Stripe.PaymentIntent | null
  charge?: string | Stripe.Charge | null
}

/** What was paid, and what of it was taken back; none: nothing was captured. */
export type PaymentReader = (means: Means) => Promise<Payment[]>

/** The same as far as it was expanded; `null`: it takes calls to know it. */
export function paymentsIfWhole({ payment_intent: given, charge: old }: Means): Payment[] | null {
  const intent = objectOf(given)
  if (intent === null && idOf(given) !== null) return null
  const latest = intent === null ? old : intent.latest_charge
  if (idOf(latest) === null) return []
  const charge = objectOf(latest)
  return charge === null || charge.disputed ? null : [toPayment(charge, 0)]
}

function toPayment(charge: Stripe.Charge, disputed: number): Payment {
  const { created: at, amount_captured: captured, amount_refunded: refunded } = charge
  return { at, captured, refunded, disputed }
}

/**
 * What is not expanded is asked for, and a refusal there is a refusal of the whole: a sale without its refunds would
 * say too much.
 */
export function createPaymentReader(ask: Ask, limits: () => CallLimits): PaymentReader {
  const readCharge = async (id: string) =>
    ask('GET /v1/charges/:id', (stripe) => stripe.charges.retrieve(id, {}, limits()))
  const readIntent = async (id: string) =>
    ask('GET /v1/payment_intents/:id', (stripe) =>
      stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }, limits()),
    )
  const sumDisputes = async (charge: string) => {
    const disputes = await ask('GET /v1/disputes', (stripe) =>
      stripe.disputes.list({ charge, limit: 100 }, limits()),
    )
    return disputes.data
      .filter(({ status }) => holding.has(status))
      .reduce((sum, { amount }) => sum + amount, 0)
  }

  const chargeOf = async ({ payment_intent: given, charge }: Means) => {
    const id = idOf(given)
    return id === null ? charge : (objectOf(given) ?? (await readIntent(id))).latest_charge
  }

  return async (means) => {
    const whole = paymentsIfWhole(means)
    if (whole !== null) return whole
    const latest = await chargeOf(means)
    const id = idOf(latest)
    if (id === null) return []
    const charge = objectOf(latest) ?? (await readCharge(id))
    return [toPayment(charge, charge.disputed ? await sumDisputes(charge.id) : 0)]
  }
}
