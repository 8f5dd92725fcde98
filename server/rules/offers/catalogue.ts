import type { PriceRead } from './parse-price.ts'
import type { ProductRead } from './parse-product.ts'

/** A product or a price. Owners may choose the ids of both, so that an id by itself need not tell which. */
export type CatalogueId = { kind: 'product' | 'price'; id: string }

/** What Stripe said of one; `row` is `null` if it no longer knows it. */
export type CatalogueRead =
  | { kind: 'product'; id: string; row: ProductRead | null }
  | { kind: 'price'; id: string; row: PriceRead | null }

/** Stripe's lists of them. Of prices, it lists the active ones unless it is asked for the others. */
export const catalogueLists = ['products', 'prices', 'archived prices'] as const
export type CatalogueList = (typeof catalogueLists)[number]

/** What is written of one whose deletion was found out. */
export function toTombstone({ kind, id }: CatalogueId): CatalogueRead {
  return { kind, id, row: null }
}

/** The one spelling of a kind and an id, for looking it up. */
export function keyOf({ kind, id }: CatalogueId): string {
  return `${kind} ${id}`
}

/** Whether it has the form of an id. Old plans were named by their owners: `Gold plan`, `gold@2019`. */
export function isCatalogueId(id: unknown): id is string {
  return typeof id === 'string' && /^\w[\w.@+: -]{0,254}$/.test(id)
}

/** What an id may be of: Stripe's own say so. */
export function candidatesOf(id: string): CatalogueId[] {
  const product: CatalogueId = { kind: 'product', id }
  const price: CatalogueId = { kind: 'price', id }
  if (id.startsWith('prod_')) return [product]
  return /^(?:price|plan)_/.test(id) ? [price] : [product, price]
}
