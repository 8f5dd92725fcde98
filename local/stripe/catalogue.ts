import type Stripe from 'stripe'
import { boxed, secondsOf, type Account } from './account.ts'
import { emitEvent } from './events.ts'
import { noSuch } from './problem.ts'

export type NewProduct = {
  id?: string
  name: string
  active?: boolean
  created?: number
  description?: string | null
  metadata?: Stripe.Metadata
}

export type NewPrice = {
  id?: string
  product: string
  unit_amount?: number | null
  currency?: string
  recurring?: { interval: Stripe.Price.Recurring.Interval; interval_count?: number } | null
  active?: boolean
  created?: number
  nickname?: string | null
  metadata?: Stripe.Metadata
}

export function createProduct(account: Account, fields: NewProduct): Stripe.Product {
  const created = fields.created ?? secondsOf(account)
  const product: Stripe.Product = {
    id: fields.id ?? account.nextId('prod'),
    object: 'product',
    active: fields.active ?? true,
    created,
    default_price: null,
    description: fields.description ?? null,
    images: [],
    livemode: account.livemode,
    marketing_features: [],
    metadata: fields.metadata ?? {},
    name: fields.name,
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
  account.products.add(boxed(product))
  emitEvent(account, 'product.created', product)
  return { ...product }
}

/** `recurring: null` makes a one-off price; left out, it is billed every month. */
export function createPrice(account: Account, fields: NewPrice): Stripe.Price {
  const amount = fields.unit_amount === undefined ? 900 : fields.unit_amount
  const { interval, interval_count = 1 } = fields.recurring ?? { interval: 'month' }
  const price: Stripe.Price = {
    id: fields.id ?? account.nextId('price'),
    object: 'price',
    active: fields.active ?? true,
    billing_scheme: 'per_unit',
    created: fields.created ?? secondsOf(account),
    currency: fields.currency ?? 'usd',
    custom_unit_amount: null,
    livemode: account.livemode,
    lookup_key: null,
    metadata: fields.metadata ?? {},
    nickname: fields.nickname ?? null,
    product: getProduct(account, fields.product, 'product').id,
    recurring:
      fields.recurring === null
        ? null
        : {
            interval,
            interval_count,
            meter: null,
            trial_period_days: null,
            usage_type: 'licensed',
          },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: fields.recurring === null ? 'one_time' : 'recurring',
    unit_amount: amount,
    unit_amount_decimal: wireDecimal(amount),
  }
  account.prices.add(boxed(price))
  emitEvent(account, 'price.created', price)
  return { ...price }
}

export function getProduct(account: Account, id: string, param = 'id'): Stripe.Product {
  const entry = account.products.find(id)
  if (!entry) throw noSuch('product', id, param)
  return { ...entry.object }
}

export function getPrice(account: Account, id: string, param = 'id'): Stripe.Price {
  const entry = account.prices.find(id)
  if (!entry) throw noSuch('price', id, param)
  return { ...entry.object }
}

/** A reference is an id until it is expanded. */
export function idOf(reference: string | { id: string }): string {
  return typeof reference === 'string' ? reference : reference.id
}

/** The SDK turns this string of the wire into its own decimal type. */
export function wireDecimal(amount: number | null): Stripe.Decimal | null {
  return amount === null ? null : (String(amount) as unknown as Stripe.Decimal)
}
