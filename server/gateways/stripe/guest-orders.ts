import type Stripe from 'stripe'
import type { Order } from '../../contract/orders.ts'
import { GatewayError } from '../../errors.ts'
import { foldAddress } from '../../rules/fold-address.ts'
import type { Proof } from '../../rules/proof-of-address.ts'
import { toIso } from '../../rules/subscription/to-iso.ts'
import type { Expansion } from './ask.ts'
import { createAsk, createExpanding } from './ask.ts'
import type { StripeClient } from './client.ts'
import { isMissing } from './fault.ts'

/** What was bought at Stripe as a guest: Checkout Sessions without a customer, asked for when somebody looks. */
export type StripeGuestOrders = {
  /**
   * The newest paid ones whose address, as Stripe has it, is the proven one by our fold.
   * @throws `body_invalid` if the cursor is gone; `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`,
   * `config_missing`
   */
  listGuestOrders(
    proof: Proof,
    after: string | null,
  ): Promise<{ orders: Order[]; next: string | null }>
}

const pageSize = 50

/** What a session is read with; without the permission a line of the order is unknown, not the order. */
const expansions: readonly Expansion[] = [
  { path: 'data.line_items', permission: 'rak_checkout_session_read' },
  { path: 'data.invoice', permission: 'rak_invoice_read' },
  { path: 'data.payment_intent', permission: 'rak_payment_intent_read' },
  { path: 'data.payment_intent.latest_charge', permission: 'rak_charge_read' },
]

/** @param now milliseconds since 1970 */
export function createStripeGuestOrders(
  client: StripeClient,
  now: () => number,
): StripeGuestOrders {
  const ask = createAsk(client)
  const expanding = createExpanding(now)
  return {
    listGuestOrders: ({ email, address }, after) =>
      ask('GET /v1/checkout/sessions', async (stripe) => {
        try {
          const { data, has_more: hasMore } = await expanding(expansions, (expand) =>
            stripe.checkout.sessions.list({
              customer_details: { email },
              status: 'complete',
              limit: pageSize,
              expand,
              ...(after === null ? {} : { starting_after: after }),
            }),
          )
          const isOurs = (session: Stripe.Checkout.Session) =>
            session.customer === null &&
            session.payment_status !== 'unpaid' &&
            foldAddress(session.customer_details?.email ?? '') === address
          return {
            orders: data.filter(isOurs).map(toOrder),
            next: hasMore ? (data.at(-1)?.id ?? null) : null,
          }
        } catch (error) {
          if (after !== null && isMissing(error))
            throw new GatewayError('body_invalid', '"after" names no order', { cause: error })
          throw error
        }
      }),
  }
}

function toOrder(session: Stripe.Checkout.Session): Order {
  const charge = objectOf(objectOf(session.payment_intent)?.latest_charge)
  return {
    number: charge?.receipt_number ?? null,
    at: toIso(session.created),
    total: { amountMinor: session.amount_total ?? 0, currency: session.currency ?? 'usd' },
    refundedMinor: charge?.amount_refunded ?? null,
    lines:
      session.line_items?.data.map((line) => ({
        name: line.description ?? '',
        quantity: line.quantity ?? 1,
        amountMinor: line.amount_total,
        product: idOf(line.price?.product),
        source: session.id,
        line: line.id,
        license: null,
        download: null,
      })) ?? null,
    receiptUrl: charge?.receipt_url ?? null,
    invoiceUrl: objectOf(session.invoice)?.hosted_invoice_url ?? null,
    shipping: null,
  }
}

/** What was expanded; an id alone says nothing. */
function objectOf<T extends object>(value: string | T | null | undefined): T | null {
  return typeof value === 'object' ? value : null
}

function idOf(value: string | { id: string } | null | undefined): string | null {
  return typeof value === 'object' ? (value?.id ?? null) : (value ?? null)
}
