import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import { GatewayError } from '../../../errors.ts'
import { offerUnknown } from '../../../rules/checkout/offered-price.ts'
import type { PlacedOrder } from '../../../rules/checkout/placed-order.ts'
import { invalidField } from '../../../rules/parse-json-object.ts'
import { isCustomerId } from '../../../rules/proved.ts'
import { createAsk } from '../ask.ts'
import type { StripeClient } from '../client.ts'
import { isMissing, isRefused } from '../fault.ts'
import type { CheckoutSwitches, SessionOrder } from './session-params.ts'
import { toSessionParams } from './session-params.ts'

/** Both calls: @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing` */
export type StripeCheckout = {
  /**
   * The page of an order; the same one for the same order under the same key. `null`: Stripe takes no such order of this
   * customer, who may have been deleted meanwhile.
   * @throws also `offer_unknown` for a price that was just taken off, `body_invalid` for a sum beyond what Stripe takes
   */
  openSession(order: SessionOrder): Promise<{ id: string; url: string } | null>
  /** An order of earlier; `null`: this key knows none. */
  findPlaced(session: string): Promise<PlacedOrder | null>
}

export function createStripeCheckout(
  client: StripeClient,
  switches: CheckoutSwitches,
): StripeCheckout {
  const ask = createAsk(client)
  return {
    openSession: (order) =>
      ask('POST /v1/checkout/sessions', async (stripe) => {
        const params = toSessionParams(order, switches)
        // The second press of two may meet the first one under way, which Stripe answers with a 409.
        const options = { idempotencyKey: keyOf(order.order.key, params), maxNetworkRetries: 2 }
        try {
          const { id, url } = await stripe.checkout.sessions.create(params, options)
          if (url === null) throw new GatewayError('stripe_unavailable', 'an order has no page')
          return { id, url }
        } catch (error) {
          assertOrderly(error)
          if (isRefused(error) && params.customer !== undefined) return null
          throw error
        }
      }),

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
}

/**
 * Of all that Stripe is told, so that one key never comes with two orders: it holds who orders, too.
 * https://docs.stripe.com/api/idempotent_requests
 */
function keyOf(press: string, params: Stripe.Checkout.SessionCreateParams): string {
  return createHash('sha256')
    .update(`${press}\n${JSON.stringify(params)}`)
    .digest('hex')
}

/** @throws what the order itself is to blame for */
function assertOrderly(error: unknown): void {
  if (!isRefused(error)) return
  const { code, param, message } = error as { code?: string; param?: string; message?: string }
  const isOfPrice = /^line_items\[0\](?:\[price\])?$/.test(param ?? '')
  // "The price specified is inactive. This field only accepts active prices."
  if (isOfPrice || /only accepts active|product is not active/.test(message ?? ''))
    throw offerUnknown()
  if (code === 'amount_too_large') throw invalidField('quantity')
}

function toPlaced({ status, currency, customer }: Stripe.Checkout.Session): PlacedOrder {
  const isThere = typeof customer === 'object' && customer !== null && customer.deleted !== true
  if (!isThere || !isCustomerId(customer.id)) return { status, currency, customer: null }
  const { id, email, currency: held } = customer
  return { status, currency, customer: { id, email, currency: held ?? null } }
}
