import type { ListedPrice } from '../../services/stripe-selling.ts'

/** The name of its product, as the owner gave it. */
export function productNameOf({ product }: ListedPrice): string {
  if (typeof product === 'string') return product
  return product.deleted === true ? product.id : product.name
}

/** What it costs, in the words of an English price list: `12.00 EUR a month`. */
export function tellPrice(price: ListedPrice): string {
  const { recurring } = price
  if (recurring === null) return `${tellAmount(price)} once`
  const { interval, interval_count: count } = recurring
  return `${tellAmount(price)} ${count === 1 ? `a ${interval}` : `every ${count} ${interval}s`}`
}

/** The price by product, cost and id, as a sentence names it. */
export function namePrice(price: ListedPrice): string {
  return `"${productNameOf(price)}", ${tellPrice(price)} (${price.id})`
}

/** All of them, as the page has them, at most so many products: `Book (9.00 EUR once), Pro (12.00 EUR a month)`. */
export function listByProduct(prices: readonly ListedPrice[], most: number): string {
  const cheapestFirst = prices.toSorted((one, other) => amountOf(one) - amountOf(other))
  const products = [...Map.groupBy(cheapestFirst, productNameOf)]
  const told = products
    .slice(0, most)
    .map(([name, each]) => `${name} (${each.map(tellPrice).join(', ')})`)
  const left = products.length - told.length
  return [...told, ...(left > 0 ? [`and ${left} more`] : [])].join(', ')
}

function amountOf({ unit_amount: amount }: ListedPrice): number {
  return amount ?? Number.MAX_SAFE_INTEGER
}

function tellAmount(price: ListedPrice): string {
  const { unit_amount: amount, custom_unit_amount: custom, currency } = price
  const code = currency.toUpperCase()
  if (amount !== null) return `${toMajor(amount, currency)} ${code}`
  return custom === null ? `an amount in ${code} that varies` : `any amount in ${code}`
}

/** So many minor units: `0.01 EUR`, `1 JPY`. */
export function tellMinor({ currency }: ListedPrice, minor: number): string {
  return `${toMajor(minor, currency)} ${currency.toUpperCase()}`
}

/** Stripe counts these in whole units, and some in thousandths. https://docs.stripe.com/currencies */
const zeroDecimal = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ')
const threeDecimal = 'bhd jod kwd omr tnd'.split(' ')

function toMajor(amount: number, currency: string): string {
  const decimals = zeroDecimal.includes(currency) ? 0 : threeDecimal.includes(currency) ? 3 : 2
  return (amount / 10 ** decimals).toFixed(decimals)
}
