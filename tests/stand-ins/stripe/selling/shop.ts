import type Stripe from 'stripe'
import type { StripeStandIn } from '#local/stripe/index.ts'

type Price = Partial<Parameters<StripeStandIn['createPrice']>[0]>

/** Puts something up for sale; 29 euros a month unless said otherwise. @returns the price's id */
export function offer({ createProduct, createPrice }: StripeStandIn, name: string, price: Price) {
  const product = createProduct({ name }).id
  return createPrice({ product, unit_amount: 2900, currency: 'eur', ...price }).id
}

/** What differs from an order of one, paid on the hosted page. */
export type Order = Partial<Stripe.Checkout.SessionCreateParams>

/** Orders one of a price. */
export function order(
  sdk: Stripe,
  price: string,
  { mode = 'payment', ...more }: Order = {},
): Promise<Stripe.Checkout.Session> {
  return sdk.checkout.sessions.create({
    mode,
    line_items: [{ price, quantity: 1 }],
    success_url: 'https://example.com/#bought={CHECKOUT_SESSION_ID}',
    ...more,
  })
}

/** Fills in the page's form. */
export function press(url: string, form: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ do: 'pay', ...form })
  return fetch(url, { method: 'POST', body, redirect: 'manual' })
}

/** The types of the newest events, oldest first, from the first one of a type on. */
export function typesSince({ events }: StripeStandIn, count: number): string[] {
  return events()
    .slice(0, events().length - count)
    .map(({ type }) => type)
    .toReversed()
}
