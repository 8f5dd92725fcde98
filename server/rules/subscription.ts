import type { SubscriptionSummary } from '../contract/links.ts'
import type { ProductId } from './proved.ts'
import { productOf } from './proved.ts'

/** The part of Stripe's subscription that the summary is made of. */
export type SubscriptionLike = {
  id: string
  status: string
  currency: string
  cancel_at: number | null
  cancel_at_period_end: boolean
  items: { data: ItemLike[] }
}

type ItemLike = {
  quantity?: number | undefined
  current_period_end?: number
  price: {
    product: string | { id: string }
    unit_amount: number | null
    recurring: { interval: string; interval_count: number } | null
  }
}

/** What a customer recognizes of a subscription. Its product is an id here: names come from the catalogue. */
export type Subscription = Omit<SubscriptionSummary, 'product'> & { product: ProductId | null }

/** Product, price, rhythm and dates of a subscription as Stripe describes it. */
export function summarizeSubscription(subscription: SubscriptionLike): Subscription {
  const items = subscription.items.data
  const first = items[0]
  const rhythms = new Set(items.map(({ price }) => rhythmOf(price.recurring)))
  const shared = rhythms.size === 1 ? (first?.price.recurring ?? null) : null
  const ends = items.map((item) => item.current_period_end).filter((end) => end !== undefined)
  const periodEnd = ends.length > 0 ? Math.min(...ends) : null
  const endsAt = subscription.cancel_at ?? (subscription.cancel_at_period_end ? periodEnd : null)
  return {
    id: subscription.id,
    product: first === undefined ? null : productOf(first.price),
    items: items.length,
    status: subscription.status,
    amountMinor: rhythms.size === 1 ? sumOf(items) : null,
    currency: subscription.currency,
    interval: shared?.interval ?? null,
    intervalCount: shared?.interval_count ?? null,
    renewsAt: toIso(periodEnd),
    endsAt: toIso(endsAt),
  }
}

/** The same for the page, with the product's name; `null` if no name is known. */
export function toSummary(
  { product, ...rest }: Subscription,
  names: ReadonlyMap<ProductId, string>,
): SubscriptionSummary {
  return { ...rest, product: product === null ? null : (names.get(product) ?? null) }
}

/** Unix seconds to ISO 8601. */
export function toIso(seconds: number): string
export function toIso(seconds: number | null): string | null
export function toIso(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString()
}

function rhythmOf(recurring: ItemLike['price']['recurring']): string {
  return recurring === null ? 'once' : `${recurring.interval} ${recurring.interval_count}`
}

/** Minor units; `null` if a price has no fixed amount (tiers) or no quantity (metered). */
function sumOf(items: ItemLike[]): number | null {
  let sum = 0
  for (const { price, quantity } of items) {
    if (price.unit_amount === null || quantity === undefined) return null
    sum += price.unit_amount * quantity
  }
  return sum
}
