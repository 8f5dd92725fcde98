import type Stripe from 'stripe'
import { parsePrice } from '../../../rules/offers/parse-price.ts'
import { parseProduct } from '../../../rules/offers/parse-product.ts'
import type { ReturnedSale } from '../../../rules/purchases/returned-sale.ts'
import { isCustomerId } from '../../../rules/proved.ts'
import { toRead, toTombstone } from '../../../rules/customer.ts'
import type { Expansion } from '../ask.ts'
import { createAsk, createExpanding } from '../ask.ts'
import type { StripeClient } from '../client.ts'
import { isForbidden, isMissing } from '../fault.ts'
import { toCustomer } from '../subscriptions.ts'
import { idOf, objectOf } from './convert.ts'
import { createSaleReader } from './read-whole.ts'

/** @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing` */
export type StripeReturns = {
  /** A session with everything that it bought, in one call if the key may see it all; `null`: this key knows none. */
  findReturn(session: string): Promise<ReturnedSale | null>
  /** The same sale, and what was paid of its invoice and taken back. */
  withPayments(sale: ReturnedSale): Promise<ReturnedSale>
}

const expansions: readonly Expansion[] = [
  { path: 'line_items', permission: 'rak_checkout_session_read' },
  { path: 'line_items.data.price.product', permission: 'rak_product_read' },
  { path: 'customer', permission: 'rak_customer_read' },
  { path: 'subscription', permission: 'rak_subscription_read' },
  { path: 'invoice', permission: 'rak_invoice_read' },
  { path: 'payment_intent', permission: 'rak_payment_intent_read' },
  { path: 'payment_intent.latest_charge', permission: 'rak_charge_read' },
]

/** @param now milliseconds since 1970 */
export function createStripeReturns(client: StripeClient, now: () => number): StripeReturns {
  const ask = createAsk(client)
  const expanding = createExpanding(now)
  const reader = createSaleReader(ask, () => ({}))
  const { wholeSession, wholeSubscription, wholeInvoice } = reader
  return {
    async findReturn(id) {
      const session = await ask('GET /v1/checkout/sessions/:id', async (stripe) => {
        try {
          return await expanding(expansions, (expand) =>
            stripe.checkout.sessions.retrieve(id, { expand }),
          )
        } catch (error) {
          if (isMissing(error) || isForbidden(error)) return null
          throw error
        }
      })
      if (session === null) return null
      const [subscription, invoice] = [objectOf(session.subscription), objectOf(session.invoice)]
      const lines = session.line_items?.data ?? []
      const prices = lines.flatMap(({ price }) => price ?? [])
      const [sale, subscribed, invoiced] = await Promise.all([
        wholeSession(session),
        subscription && wholeSubscription(subscription),
        subscription && invoice && wholeInvoice(invoice),
      ])
      return {
        session: sale,
        subscription: subscribed,
        invoice: invoiced,
        intent: objectOf(session.payment_intent)?.status ?? null,
        customer: readOf(session),
        products: prices.flatMap(({ product }) => productOf(product) ?? []),
        prices: prices.map(parsePrice),
        lines: lines.map((line) => ({
          name: line.description ?? '',
          quantity: line.quantity ?? 1,
          price: line.price?.id ?? null,
          product: idOf(line.price?.product),
        })),
        paidAt: objectOf(objectOf(session.payment_intent)?.latest_charge)?.created ?? null,
        startedAt: subscription?.start_date ?? null,
      }
    },
    async withPayments(sale) {
      const { invoice } = sale
      if (invoice === null) return sale
      return { ...sale, invoice: { ...invoice, payments: await reader.paymentsOf(invoice.id) } }
    },
  }
}

function readOf({ customer, livemode }: Stripe.Checkout.Session): ReturnedSale['customer'] {
  const found = objectOf(customer)
  if (found === null || !isCustomerId(found.id)) return null
  if (found.deleted === true) return toTombstone(found.id, livemode)
  return toRead(toCustomer(found, found.id))
}

function productOf(product: Stripe.Price['product']) {
  const found = objectOf(product)
  return found === null || found.deleted === true ? null : parseProduct(found)
}
