import type { Offer } from '#server/contract/offers.ts'

/** A monthly price of twelve euros, unless something else is said. */
export function anOffer(change: Partial<Offer> = {}): Offer {
  return {
    price: 'price_1',
    product: 'prod_1',
    name: 'Pro',
    description: null,
    image: null,
    images: [],
    features: [],
    amount: 1_200,
    currency: 'eur',
    interval: 'month',
    intervalCount: 1,
    custom: null,
    tax: null,
    soldOut: false,
    trialDays: null,
    credits: null,
    creditsPer100: null,
    access: ['pro'],
    ...change,
  }
}
