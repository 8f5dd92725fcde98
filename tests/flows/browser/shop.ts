import type Stripe from 'stripe'
import type { StandInSite } from './stand-in-site.ts'

/** What is for sale by a Payment Link that leads back to the page. */
export type ForSale = { product: string; price: string; link: Stripe.PaymentLink }

type Payer = Parameters<StandInSite['stripe']['payCheckout']>[1]

/**
 * Puts something up for sale.
 * @param more.access the names that it opens @param more.isPlan paid every month
 */
export function putUpForSale(
  { stripe, origin }: StandInSite,
  { name, access, isPlan }: { name: string; access: string; isPlan: boolean },
): ForSale {
  const product = stripe.createProduct({ name, metadata: { access } }).id
  const recurring = isPlan ? ({ interval: 'month' } as const) : null
  const fields = { product, unit_amount: 1_200, currency: 'eur', recurring }
  const price = stripe.createPrice({ ...fields, metadata: { offer: 'yes' } }).id
  const redirect = { url: `${origin}/#bought={CHECKOUT_SESSION_ID}` }
  const after_completion = { redirect, type: 'redirect' } as const
  const order = { lines: [{ price }], fields: { after_completion } }
  return { product, price, link: stripe.createPaymentLink(order) }
}

/** Buys something by its link, as a guest. @returns the id of the order */
export function buy({ stripe }: StandInSite, { link }: ForSale, payer: Payer = {}): string {
  const { id } = stripe.followLink(link.id)
  stripe.payCheckout(id, { email: 'buyer@example.com', ...payer })
  return id
}

/** Buys a book, paid once. @returns the id of the order */
export function buyOnce(site: StandInSite, payer: Payer = {}): string {
  return buy(site, putUpForSale(site, { name: 'Book', access: 'book', isPlan: false }), payer)
}
