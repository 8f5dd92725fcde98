import type Stripe from 'stripe'
import { connectStripe, toStripeError } from '../connect-stripe.ts'
import { ServiceError } from '../service-error.ts'
import type { Environment } from '../../variables/environment.ts'
import { createPatience, patient } from '../wire/patience.ts'

/** What came in for a sale, and what of it was refunded or is disputed; minor units. */
export type Takings = { captured: number; takenBack: number }

/** What Stripe says of one sale's money. @returns `null`: this key knows no such sale. @throws {ServiceError} */
export type ReadTakings = (source: string) => Promise<Takings | null>

/** Statuses in which a dispute holds the money. https://docs.stripe.com/api/disputes/object */
const holding = new Set(['needs_response', 'under_review', 'lost'])

/** Reads by itself what the gateway records by its own code: a mistake there shows as a difference. */
export function readTakings(apiKey: string, env: Environment): ReadTakings {
  const patience = createPatience(patient)
  let connected: Promise<Stripe> | undefined
  const ask = <T>(at: string, question: (stripe: Stripe) => Promise<T>): Promise<T> =>
    patience.bear(async () => {
      try {
        return await question(await (connected ??= connectStripe(apiKey, env)))
      } catch (error) {
        throw toStripeError(error, at)
      }
    })

  async function ofIntent(intent: string): Promise<Takings> {
    const { data } = await ask('GET /v1/charges', (stripe) =>
      stripe.charges.list({ payment_intent: intent, limit: 100 }),
    )
    return sum(await Promise.all(data.map(ofCharge)))
  }

  async function ofCharge(charge: Stripe.Charge): Promise<Takings> {
    const disputed = charge.disputed ? await disputedOf(charge.id) : 0
    return { captured: charge.amount_captured, takenBack: charge.amount_refunded + disputed }
  }

  async function disputedOf(charge: string): Promise<number> {
    const { data } = await ask('GET /v1/disputes', (stripe) =>
      stripe.disputes.list({ charge, limit: 100 }),
    )
    return data
      .filter(({ status }) => holding.has(status) || status.startsWith('appeal_'))
      .reduce((total, { amount }) => total + amount, 0)
  }

  async function ofSession(id: string): Promise<Takings> {
    const { payment_intent: intent } = await ask('GET /v1/checkout/sessions/:id', (stripe) =>
      stripe.checkout.sessions.retrieve(id),
    )
    return intent === null ? none : ofIntent(idOf(intent))
  }

  async function ofInvoice(id: string): Promise<Takings> {
    await ask('GET /v1/invoices/:id', (stripe) => stripe.invoices.retrieve(id))
    // Not expanded: that takes a permission that keys of the gateway don't have.
    const { data: paid } = await ask('GET /v1/invoice_payments', (stripe) =>
      stripe.invoicePayments.list({ invoice: id, status: 'paid', limit: 100 }),
    )
    return sum(
      await Promise.all(
        paid.map(async ({ payment, amount_paid: amount }) => {
          if (payment.payment_intent !== undefined) return ofIntent(idOf(payment.payment_intent))
          if (payment.charge === undefined) return { captured: amount ?? 0, takenBack: 0 }
          const charge = idOf(payment.charge)
          return ofCharge(
            await ask('GET /v1/charges/:id', (stripe) => stripe.charges.retrieve(charge)),
          )
        }),
      ),
    )
  }

  return async (source) => {
    try {
      return await (source.startsWith('in_') ? ofInvoice(source) : ofSession(source))
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'resource_missing') return null
      throw error
    }
  }
}

const none: Takings = { captured: 0, takenBack: 0 }

function sum(takings: readonly Takings[]): Takings {
  return takings.reduce(
    (total, each) => ({
      captured: total.captured + each.captured,
      takenBack: total.takenBack + each.takenBack,
    }),
    none,
  )
}

function idOf(value: string | { id: string }): string {
  return typeof value === 'string' ? value : value.id
}
