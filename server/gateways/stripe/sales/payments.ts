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

/** What was paid by a payment intent, and what of it was taken back; `null`: nothing was captured. */
export type PaymentReader = (
  intent: string | Stripe.PaymentIntent | null | undefined,
) => Promise<Payment[]>

/** The same as far as it was expanded; `null`: it takes calls to know it. */
export function paymentsIfWhole(
  given: string | Stripe.PaymentIntent | null | undefined,
): Payment[] | null {
  if (idOf(given) === null) return []
  const intent = objectOf(given)
  if (intent === null) return null
  if (idOf(intent.latest_charge) === null) return []
  const charge = objectOf(intent.latest_charge)
  return charge === null || charge.disputed ? null : [toPayment(charge, 0)]
}

function toPayment(charge: Stripe.Charge, disputed: number): Payment {
  return { captured: charge.amount_captured, refunded: charge.amount_refunded, disputed }
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

  return async (given) => {
    const whole = paymentsIfWhole(given)
    if (whole !== null) return whole
    const intent = objectOf(given) ?? (await readIntent(idOf(given) ?? ''))
    const latest = idOf(intent.latest_charge)
    if (latest === null) return []
    const charge = objectOf(intent.latest_charge) ?? (await readCharge(latest))
    return [toPayment(charge, charge.disputed ? await sumDisputes(charge.id) : 0)]
  }
}
