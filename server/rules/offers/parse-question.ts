import { isCatalogueId } from './catalogue.ts'

/** What is asked of the offers. Of these four, the first that is there counts. */
export type OffersQuestion =
  /** All of them, for programs. */
  | { kind: 'all' }
  | { kind: 'product'; product: string }
  | { kind: 'prices'; prices: string[] }
  /** Those with these words, or all: so many products were seen. */
  | { kind: 'search'; words: string; language: string; after: number }

const mostPrices = 100
const [leastWords, mostWords] = [2, 64]

/** Reads a query; whatever is not of its form is as if it weren't there, so that no made-up one is refused. */
export function parseQuestion(query: URLSearchParams): OffersQuestion {
  const [product, prices] = [query.get('product'), query.get('prices')]
  if (product !== null) return { kind: 'product', product: isCatalogueId(product) ? product : '' }
  if (prices !== null) {
    const ids = prices.split(',').filter(isCatalogueId)
    return { kind: 'prices', prices: [...new Set(ids)].slice(0, mostPrices) }
  }
  const words = (query.get('q') ?? '').toWellFormed().replaceAll('\0', '').trim()
  const after = query.get('after') ?? ''
  return {
    kind: 'search',
    words: words.length < leastWords ? '' : words.slice(0, mostWords).toWellFormed(),
    language: /^[a-z]{2}/.exec(query.get('lang') ?? '')?.[0] ?? '',
    after: /^[1-9]\d{0,6}$/.test(after) ? Number(after) : 0,
  }
}
