import { findText } from '#server/rules/offers/our-keys.ts'
import { parsePrice } from '#server/rules/offers/parse-price.ts'
import { parseProduct } from '#server/rules/offers/parse-product.ts'
import type { ListedPrice } from '../../services/stripe-selling.ts'
import type { Finding } from '../check.ts'
import { isOffered } from './judge-offer.ts'
import { namePrice } from './tell-price.ts'

const number = 'a whole number from 1 to 999999999, in digits only'
const undecided = 'what is paid for it gets no credits until this can be read'

/** What each of our keys must be, and what happens where it isn't. */
const keys: Record<string, { form: string; why: string }> = {
  offer: { form: '"yes", "no" or "sold-out"', why: 'the page does not show it' },
  access: {
    form: 'names, separated by commas',
    why: 'it opens what it would open without the key',
  },
  credits: { form: number, why: undecided },
  credits_per_100: { form: number, why: undecided },
  credits_last: {
    form: '"period", "forever", or a number of days such as "90d"',
    why: undecided,
  },
  trial_days: { form: number, why: 'it is sold without a trial' },
  ships: {
    form: 'codes of countries, separated by commas, such as "DE,AT,CH"',
    why: 'nobody knows where a parcel may go',
  },
  shipping: {
    form: 'up to five shipping rates, separated by commas, such as "shr_1,shr_2"',
    why: 'nobody knows what sending it costs',
  },
  phone: { form: '"yes" or "no"', why: 'no phone number is asked for' },
  license: { form: '"yes", "forever" or "no"', why: 'it gives no license' },
  devices: { form: number, why: 'nothing limits the devices of its license' },
  download: {
    form: 'a folder such as "app/", or a file such as "book/guide-2.pdf"',
    why: 'its buyers find no files',
  },
}

/** Values of our keys that can't be read, on prices and on their products; and what only a price can say. */
export function judgeKeys(prices: readonly ListedPrice[]): Finding[] {
  const ofPrices = prices.flatMap((price) =>
    parsePrice(price).unreadable.map((key) => unreadable(key, namePrice(price), 'the price')),
  )
  return [...ofPrices, ...[...byProduct(prices)].flatMap(judgeProduct)]
}

function judgeProduct([, prices]: [string, ListedPrice[]]): Finding[] {
  const [product] = prices.map((price) => price.product)
  if (product === undefined || typeof product === 'string' || product.deleted === true) return []
  const name = `the product "${product.name}" (${product.id})`
  const findings = parseProduct(product).unreadable.map((key) => unreadable(key, name, ''))
  const isMeant = findText(product.metadata, 'offer')?.toLowerCase() === 'yes'
  if (isMeant && !prices.some(isOffered))
    findings.push({
      level: 'warning',
      says: `${name} says "offer", and none of its prices does`,
      why: "only a price's own metadata puts it on offer: the page shows none of these",
      remedy: 'Stripe > Product catalog > the product > the price > Metadata: "offer" is "yes"',
    })
  return findings
}

function unreadable(key: string, of: string, place: string): Finding {
  const { form = '', why = '' } = keys[key] ?? {}
  const where = ['the product', place].filter(Boolean).join(' > ')
  return {
    level: 'warning',
    says: `"${key}" of ${of} can't be read`,
    why,
    remedy: `it must be ${form}: Stripe > Product catalog > ${where} > Metadata`,
  }
}

function byProduct(prices: readonly ListedPrice[]): Map<string, ListedPrice[]> {
  return Map.groupBy(prices, ({ product }) => (typeof product === 'string' ? product : product.id))
}
