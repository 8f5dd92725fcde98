import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { perAccount, secondsOf } from '../account.ts'
import type { Boxed } from '../collection.ts'
import { boxed, createCollection } from '../collection.ts'
import { noSuch } from '../api/problem.ts'
import { emitEvent } from './events.ts'

export type NewProduct = { name: string }

export type NewPrice = {
  product: string
  /** In minor units; 900 unless given, `null` for a price without a fixed amount. */
  unit_amount?: number | null
  currency?: string
  /** Every month unless given; `null`: paid once. */
  recurring?: {
    interval: Stripe.Price.Recurring.Interval
    interval_count?: number
    usage_type?: 'licensed' | 'metered'
  } | null
  transform_quantity?: { divide_by: number; round: 'up' | 'down' }
}

/** Every product of an account. */
export const productsOf = perAccount(() => createCollection<Boxed<Stripe.Product>>())
/** Every price of an account. */
export const pricesOf = perAccount(() => createCollection<Boxed<Stripe.Price>>())

/** A product without a price. */
export function createProduct(account: Account, { name }: NewProduct): Stripe.Product {
  const created = secondsOf(account)
  const product: Stripe.Product = {
    id: account.nextId('prod'),
    object: 'product',
    active: true,
    created,
    default_price: null,
    description: null,
    images: [],
    livemode: account.livemode,
    marketing_features: [],
    metadata: {},
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: created,
    url: null,
  }
  productsOf(account).add(boxed(product))
  emitEvent(account, 'product.created', product)
  return { ...product }
}

/** A recurring price, or one that is paid once. @throws 404 if there is no such product */
export function createPrice(
  account: Account,
  {
    product,
    unit_amount = 900,
    currency = 'usd',
    recurring = { interval: 'month' },
    transform_quantity,
  }: NewPrice,
): Stripe.Price {
  const price: Stripe.Price = {
    id: account.nextId('price'),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: secondsOf(account),
    currency,
    custom_unit_amount: null,
    livemode: account.livemode,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: getProduct(account, product).id,
    recurring: recurring && {
      interval: recurring.interval,
      interval_count: recurring.interval_count ?? 1,
      meter: null,
      trial_period_days: null,
      usage_type: recurring.usage_type ?? 'licensed',
    },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: transform_quantity ?? null,
    type: recurring ? 'recurring' : 'one_time',
    unit_amount,
    unit_amount_decimal: wireDecimal(unit_amount),
  }
  pricesOf(account).add(boxed(price))
  emitEvent(account, 'price.created', price)
  return { ...price }
}

/** @throws 404 */
export function getProduct(account: Account, id: string): Stripe.Product {
  const entry = productsOf(account).find(id)
  if (!entry) throw noSuch('product', id)
  return { ...entry.object }
}

/** @throws 404 */
export function getPrice(account: Account, id: string): Stripe.Price {
  const entry = pricesOf(account).find(id)
  if (!entry) throw noSuch('price', id)
  return { ...entry.object }
}

/** The SDK turns this string of the wire into its own decimal type. */
export function wireDecimal(amount: number | null): Stripe.Decimal | null {
  return amount === null ? null : (String(amount) as unknown as Stripe.Decimal)
}
