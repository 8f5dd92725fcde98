import type { CustomerTerms, ItemLike, PriceLike, SubscriptionLike } from './stripes-shapes.ts'

/**
 * What one period costs, in minor units: `null` unless it is certain. Tiers and usage have no amount before they are
 * billed; a discount may end, and its coupon lies beyond the four levels that Stripe expands; a tax that comes on top is
 * known to Stripe's invoice only; and what is listed may be the first ten items.
 */
export function findAmount(
  subscription: SubscriptionLike,
  { hasDiscount }: Pick<CustomerTerms, 'hasDiscount'>,
): number | null {
  const { items, discounts } = subscription
  if (hasDiscount || discounts.length > 0 || items.has_more === true) return null
  if (new Set(items.data.map(({ price }) => rhythmOf(price))).size !== 1) return null
  let sum = 0
  for (const item of items.data) {
    const amount = amountOf(item, subscription)
    if (amount === null) return null
    sum += amount
  }
  return sum
}

/** How many of its only item; `null` if its price is by usage, or if there are several. */
export function findQuantity({ items }: SubscriptionLike): number | null {
  const [first, ...more] = items.data
  return first === undefined || more.length > 0 || isMetered(first)
    ? null
    : (first.quantity ?? null)
}

/** How often a price is charged, to be compared. */
export function rhythmOf({ recurring }: PriceLike): string {
  return recurring === null ? 'once' : `${recurring.interval} ${recurring.interval_count}`
}

function isMetered({ price, quantity }: ItemLike): boolean {
  return quantity === undefined || price.recurring?.usage_type === 'metered'
}

function amountOf(item: ItemLike, subscription: SubscriptionLike): number | null {
  const { price, quantity, discounts } = item
  // With another currency, the amount is among options that the list doesn't have.
  if (price.unit_amount === null || price.currency !== subscription.currency) return null
  if (quantity === undefined || isMetered(item)) return null
  if (discounts.length > 0 || mayTaxBeAdded(item, subscription)) return null
  return price.unit_amount * packagesOf(price, quantity)
}

/** A price may be for a package: ten euros for each hundred begun, or for each hundred full. */
function packagesOf({ transform_quantity: transform }: PriceLike, quantity: number): number {
  if (transform === null) return quantity
  const packages = quantity / transform.divide_by
  return transform.round === 'up' ? Math.ceil(packages) : Math.floor(packages)
}

/** Tax rates by hand say whether they are included; a rate by Stripe Tax follows the price. */
function mayTaxBeAdded({ price, tax_rates: own }: ItemLike, subscription: SubscriptionLike) {
  if (subscription.automatic_tax.enabled) return price.tax_behavior !== 'inclusive'
  const rates = (own ?? []).length > 0 ? own : subscription.default_tax_rates
  return (rates ?? []).some(({ inclusive }) => !inclusive)
}
