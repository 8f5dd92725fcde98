import type Stripe from 'stripe'
import { GatewayError } from '../../../errors.ts'
import { offerUnknown } from '../../../rules/checkout/offered-price.ts'
import type { PlacedOrder } from '../../../rules/checkout/placed-order.ts'
import { isCustomerId } from '../../../rules/proved.ts'
import { createAsk } from '../ask.ts'
import type { StripeClient } from '../client.ts'
import { isMissing, isRefused } from '../fault.ts'
import { assertOrderly, isKeyTaken, isReplayed, withoutCount } from './answers.ts'
import { listTakenOff } from './taken-off.ts'
import type { Payer, SessionOrder, SessionSite } from './session-params.ts'
import { identify, toSessionParams } from './session-params.ts'

/**
 * What became of an order under its key. `over`: it expired, or Stripe repeats what failed; `taken`: it was placed as
 * another payer; `refused`: Stripe takes no such order of this customer, who may have been deleted meanwhile.
 */
export type Placed =
  | { kind: 'open'; session: string; url: string }
  | { kind: 'paid'; session: string }
  | { kind: 'over' | 'taken' | 'refused' }

/** Both calls: @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing` */
export type StripeCheckout = {
  /** The number of an order, without asking anybody. */
  numberOf(order: SessionOrder): string
  /**
   * Creates the page of an order, or finds what became of it.
   * @throws also `offer_unknown` for a price that was just taken off, `body_invalid` for a sum beyond what Stripe takes
   */
  place(order: SessionOrder, payer: Payer): Promise<Placed>
  /** An order of earlier; `null`: this key knows none. */
  findPlaced(session: string): Promise<PlacedOrder | null>
}

export function createStripeCheckout(client: StripeClient, site: SessionSite): StripeCheckout {
  const ask = createAsk(client)
  return {
    numberOf: (order) => identify(order, site).number,

    place,

    findPlaced: (id) =>
      ask('GET /v1/checkout/sessions/:id', async (stripe) => {
        try {
          const expand = ['customer']
          return toPlaced(await stripe.checkout.sessions.retrieve(id, { expand }))
        } catch (error) {
          if (isMissing(error)) return null
          throw error
        }
      }),
  }

  async function place(order: SessionOrder, payer: Payer): Promise<Placed> {
    const session = await ask('POST /v1/checkout/sessions', async (stripe) => {
      const params = toSessionParams(order, payer, site)
      const { idempotencyKey } = identify(order, site)
      try {
        // The second press of two may meet the first one under way, which Stripe answers with a 409.
        const options = { idempotencyKey, maxNetworkRetries: 2 }
        return await stripe.checkout.sessions.create(params, options)
      } catch (error) {
        const uncounted = withoutCount(error, order)
        if (uncounted !== null) return { kind: 'metered' as const, uncounted }
        if (isKeyTaken(error)) return { kind: 'taken' as const }
        if (isReplayed(error)) return { kind: 'over' as const }
        assertOrderly(error, order.terms.lines)
        if (isRefused(error) && params.customer !== undefined) return { kind: 'refused' as const }
        throw error
      }
    })
    if ('uncounted' in session) return place(session.uncounted, payer)
    if ('kind' in session) return session
    // What is answered again is what was true then.
    const isNew = !isReplayed(session.lastResponse)
    return judge(isNew ? session : await ask('GET /v1/checkout/sessions/:id', read(session.id)))
  }

  function read(id: string) {
    return (stripe: Stripe) => stripe.checkout.sessions.retrieve(id, { expand: ['line_items'] })
  }

  async function judge(session: Stripe.Checkout.Session): Promise<Placed> {
    const { id, status, url } = session
    if (status === 'complete') return { kind: 'paid', session: id }
    if (status === 'expired') return { kind: 'over' }
    const gone = await ask('GET /v1/checkout/sessions/:id/line_items', (stripe) =>
      listTakenOff(stripe, session),
    )
    if (gone.length > 0) {
      await ask('POST /v1/checkout/sessions/:id/expire', (stripe) =>
        stripe.checkout.sessions.expire(id),
      )
      throw offerUnknown(gone)
    }
    if (url === null) throw new GatewayError('stripe_unavailable', 'an order has no page')
    return { kind: 'open', session: id, url }
  }
}

function toPlaced(session: Stripe.Checkout.Session): PlacedOrder {
  const { id, status, url, currency, metadata, customer } = session
  const order = { session: id, status, url, number: metadata?.['order'] ?? null, currency }
  const isThere = typeof customer === 'object' && customer !== null && customer.deleted !== true
  if (!isThere || !isCustomerId(customer.id)) return { ...order, customer: null }
  const { id: customerId, email, currency: held } = customer
  return { ...order, customer: { id: customerId, email, currency: held ?? null } }
}
