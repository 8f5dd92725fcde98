import Stripe from 'stripe'
import type { StripeStandIn } from '#local/stripe/index.ts'

/** What a shop has: prices, and Payment Links of every kind. */
export type Shelf = ReturnType<typeof fillShelf>

/** Puts it all up for sale; nothing of it rings. */
export function fillShelf(stripe: StripeStandIn) {
  const silent = { silent: true }
  const sell = (name: string, unit_amount: number, interval: 'month' | 'year' | null) => {
    const product = stripe.createProduct({ name }, silent).id
    const recurring = interval && { interval }
    return stripe.createPrice({ product, unit_amount, currency: 'eur', recurring }, silent).id
  }
  const [book, map, fee] = [
    sell('Book', 2500, null),
    sell('Map', 700, null),
    sell('Fee', 900, null),
  ]
  const plans = [
    sell('Pro', 1900, 'month'),
    sell('Max', 4900, 'month'),
    sell('Year', 19_000, 'year'),
  ]
  const [pro] = plans as [string, string, string]
  const link = (
    prices: string[],
    fields: Partial<Stripe.PaymentLink> = {},
    plan: { trialDays?: number } = {},
  ) => {
    const lines = prices.map((price, at) => ({ price, quantity: at + 1 }))
    return stripe.createPaymentLink({ lines, fields, plan }, silent).id
  }
  const invoiced = {
    enabled: true,
    invoice_data: null,
  } as unknown as Stripe.PaymentLink.InvoiceCreation
  return {
    book,
    plans,
    links: {
      guest: link([book]),
      several: link([book, map]),
      customer: link([book], { customer_creation: 'always' }),
      invoiced: link([book], { invoice_creation: invoiced }),
      plan: link([pro]),
      planWithFee: link([pro, fee]),
      trial: link([pro], {}, { trialDays: 14 }),
    },
  }
}

/** The shop's own SDK, as any back end has it. */
export function openSdk({ apiKey, url }: StripeStandIn): Stripe {
  const { hostname, port } = new URL(url)
  return new Stripe(apiKey, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 })
}
