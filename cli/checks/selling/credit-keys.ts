import { parsePrice } from '#server/rules/offers/parse-price.ts'
import { parseProduct } from '#server/rules/offers/parse-product.ts'
import type { ListedPrice } from '../../services/stripe-selling.ts'

/** What a price promises in credits; `null`: nothing, or nothing that can be read. */
export type CreditKeys = { credits: number | null; creditsPer100: number | null }

/** Key by key the price's wins, also where it can't be read; else its product's counts. */
export function creditKeysOf(price: ListedPrice): CreditKeys {
  const read = parsePrice(price)
  const product = productOf(price)
  const find = (key: string, name: keyof CreditKeys) => {
    if (read.unreadable.includes(key)) return null
    return read[name] ?? (product === null ? null : parseProduct(product)[name])
  }
  return {
    credits: find('credits', 'credits'),
    creditsPer100: find('credits_per_100', 'creditsPer100'),
  }
}

/** Whether what is paid for it grants credits. */
export function hasCredits(price: ListedPrice): boolean {
  const { credits, creditsPer100 } = creditKeysOf(price)
  return credits !== null || creditsPer100 !== null
}

/** Its product, unless it was deleted. */
export function productOf({ product }: ListedPrice) {
  return typeof product === 'string' || product.deleted === true ? null : product
}
