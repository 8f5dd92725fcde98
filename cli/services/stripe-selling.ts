import type Stripe from 'stripe'

/** A price with its product, and the currencies that it has amounts in. */
export type ListedPrice = Stripe.Price
export type PaymentLink = Stripe.PaymentLink

/** What a shop sells by. Changes nothing. Every call: @throws {ServiceError} */
export type StripeSelling = {
  /** Active prices, newest first. @param most so many at most; `isAll`: there are no more */
  listPrices(most: number): Promise<{ prices: ListedPrice[]; isAll: boolean }>
  /** Active Payment Links, at most a thousand. */
  listPaymentLinks(): Promise<PaymentLink[]>
}

/** @param ask puts one question, named by method and path */
export function readStripeSelling(
  ask: <T>(at: string, question: (stripe: Stripe) => Promise<T>) => Promise<T>,
): StripeSelling {
  return {
    listPrices: (most) =>
      ask('GET /v1/prices', async (stripe) => {
        const expand = ['data.product', 'data.currency_options']
        const pages = stripe.prices.list({ active: true, limit: 100, expand })
        const prices = await pages.autoPagingToArray({ limit: most + 1 })
        return { prices: prices.slice(0, most), isAll: prices.length <= most }
      }),
    listPaymentLinks: () =>
      ask('GET /v1/payment_links', (stripe) =>
        stripe.paymentLinks.list({ active: true, limit: 100 }).autoPagingToArray({ limit: 1000 }),
      ),
  }
}
