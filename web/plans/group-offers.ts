import type { Offer } from '#server/contract/offers.ts'

/** A product with everything that is for sale of it; never without a price. */
export type Product = { id: string; first: Offer; offers: Offer[] }

/** One product for each that is among the offers, both in the order of the offers. */
export function groupOffers(offers: readonly Offer[]): Product[] {
  const products = new Map<string, Product>()
  for (const offer of offers) {
    const known = products.get(offer.product)
    if (known === undefined)
      products.set(offer.product, { id: offer.product, first: offer, offers: [offer] })
    else known.offers.push(offer)
  }
  return [...products.values()]
}
