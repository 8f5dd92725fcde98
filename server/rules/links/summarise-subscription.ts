import type { SubscriptionSummary } from '../../contract/links.ts'

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

/**
 * What a customer recognises of a subscription: product, price, rhythm, dates.
 * `product` is Stripe's product id here: the names come from the catalogue, {@link nameProducts} puts them in.
 */
export function summariseSubscription(subscription: SubscriptionLike): SubscriptionSummary {
  const items = subscription.items.data
  const first = items[0]
  const rhythms = new Set(items.map(({ price }) => rhythmOf(price.recurring)))
  const shared = rhythms.size === 1 ? (first?.price.recurring ?? null) : null
  const ends = items.map((item) => item.current_period_end).filter((end) => end !== undefined)
  const periodEnd = ends.length > 0 ? Math.min(...ends) : null
  const endsAt = subscription.cancel_at ?? (subscription.cancel_at_period_end ? periodEnd : null)
  return {
    id: subscription.id,
    product: first === undefined ? null : idOf(first.price.product),
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

/** Replaces product ids by names; a product without a known name becomes `null`. */
export function nameProducts(
  summaries: SubscriptionSummary[],
  names: ReadonlyMap<string, string>,
): SubscriptionSummary[] {
  return summaries.map((summary) => ({
    ...summary,
    product: summary.product === null ? null : (names.get(summary.product) ?? null),
  }))
}

/** Unix seconds to ISO 8601. */
export function toIso(seconds: number): string
export function toIso(seconds: number | null): string | null
export function toIso(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString()
}

function idOf(product: string | { id: string }): string {
  return typeof product === 'string' ? product : product.id
}

function rhythmOf(recurring: ItemLike['price']['recurring']): string {
  return recurring === null ? 'once' : `${recurring.interval} ${recurring.interval_count}`
}

/** Minor units; `null` where a price has no fixed amount (tiers) or no quantity (metered). */
function sumOf(items: ItemLike[]): number | null {
  let sum = 0
  for (const { price, quantity } of items) {
    if (price.unit_amount === null || quantity === undefined) return null
    sum += price.unit_amount * quantity
  }
  return sum
}
