import type Stripe from 'stripe'
import type { CheckoutSale, InvoiceSale, SubscriptionSale } from '../../../rules/purchases/sale.ts'
import type { Expansion } from '../ask.ts'
import { createAsk, createExpanding } from '../ask.ts'
import type { CallLimits, StripeClient } from '../client.ts'
import { isForbidden, isMissing } from '../fault.ts'
import { idOf } from './convert.ts'
import { createSaleReader } from './read-whole.ts'

/** Where a payment leads: the sources that it paid. */
export type Sources = { sessions: string[]; invoices: string[] }

/**
 * What was sold, as Stripe has it now; `null`: this key knows no such thing, or may not see things of this kind. One
 * that may see it, and not what was paid and refunded, is refused as a whole.
 * Every call: @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing`
 */
export type StripeSales = {
  findSession(id: string): Promise<CheckoutSale | null>
  findSubscription(id: string): Promise<SubscriptionSale | null>
  /** Its payments are known if something on it was sold once, or where they are asked for. */
  findInvoice(id: string, withPayments?: boolean): Promise<InvoiceSale | null>
  /** What the payment behind a charge, a refund or a dispute paid for. */
  findSources(id: string): Promise<Sources | null>
}

/** Expanded where the key may: one call instead of several. */
const ofSession: readonly Expansion[] = [
  { path: 'line_items', permission: 'rak_checkout_session_read' },
  { path: 'payment_intent', permission: 'rak_payment_intent_read' },
  { path: 'payment_intent.latest_charge', permission: 'rak_charge_read' },
]

/**
 * @param now milliseconds since 1970
 * @param limits asked at each call: time-out and retries, if they differ from the client's
 */
export function createStripeSales(
  client: StripeClient,
  now: () => number,
  limits: () => CallLimits = () => ({}),
): StripeSales {
  const ask = createAsk(client)
  const expanding = createExpanding(now)
  const { wholeSession, wholeSubscription, wholeInvoice } = createSaleReader(ask, limits)

  const find = <T>(call: string, question: (stripe: Stripe) => Promise<T>) =>
    ask(call, async (stripe) => {
      try {
        return await question(stripe)
      } catch (error) {
        if (isMissing(error) || isForbidden(error)) return null
        throw error
      }
    })

  async function sourcesOfIntent(intent: string): Promise<Sources> {
    const [sessions, payments] = await Promise.all([
      ask('GET /v1/checkout/sessions', (stripe) =>
        stripe.checkout.sessions.list({ payment_intent: intent, limit: 100 }, limits()),
      ),
      ask('GET /v1/invoice_payments', (stripe) =>
        stripe.invoicePayments.list(
          { payment: { type: 'payment_intent', payment_intent: intent }, limit: 100 },
          limits(),
        ),
      ),
    ])
    const invoices = payments.data.flatMap(({ invoice }) => idOf(invoice) ?? [])
    return { sessions: sessions.data.map(({ id }) => id), invoices }
  }

  return {
    async findSession(id) {
      const session = await find('GET /v1/checkout/sessions/:id', (stripe) =>
        expanding(ofSession, (expand) =>
          stripe.checkout.sessions.retrieve(id, { expand }, limits()),
        ),
      )
      return session && wholeSession(session)
    },

    async findSubscription(id) {
      const subscription = await find('GET /v1/subscriptions/:id', (stripe) =>
        stripe.subscriptions.retrieve(id, {}, limits()),
      )
      return subscription && wholeSubscription(subscription)
    },

    async findInvoice(id, withPayments) {
      const invoice = await find('GET /v1/invoices/:id', (stripe) =>
        stripe.invoices.retrieve(id, {}, limits()),
      )
      return invoice && wholeInvoice(invoice, withPayments)
    },

    async findSources(id) {
      const intent = await intentBehind(id)
      return intent === null ? null : sourcesOfIntent(intent)
    },
  }

  async function intentBehind(id: string): Promise<string | null> {
    if (/^(?:re|pyr)_/.test(id)) {
      const refund = await find('GET /v1/refunds/:id', (stripe) =>
        stripe.refunds.retrieve(id, {}, limits()),
      )
      return idOf(refund?.payment_intent)
    }
    if (/^(?:dp|du)_/.test(id)) {
      const dispute = await find('GET /v1/disputes/:id', (stripe) =>
        stripe.disputes.retrieve(id, {}, limits()),
      )
      return idOf(dispute?.payment_intent)
    }
    const charge = await find('GET /v1/charges/:id', (stripe) =>
      stripe.charges.retrieve(id, {}, limits()),
    )
    return idOf(charge?.payment_intent)
  }
}
