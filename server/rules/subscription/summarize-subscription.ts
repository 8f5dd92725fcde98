import type { SubscriptionSummary } from '../../contract/links.ts'
import type { ProductId } from '../proved.ts'
import { productOf } from '../proved.ts'
import { findAmount, findQuantity, rhythmOf } from './find-amount.ts'
import { findPaymentMethod } from './find-payment-method.ts'
import { readInvoice } from './read-invoice.ts'
import type { CustomerTerms, SubscriptionLike } from './stripes-shapes.ts'
import { toIso } from './to-iso.ts'

/** What a customer recognizes of a subscription. Its product is an id here: names are asked for apart. */
export type Subscription = Omit<SubscriptionSummary, 'product'> & {
  product: ProductId | null
  /** Those of all its items. */
  products: ProductId[]
}

/** Product, price, rhythm, dates and payments of a subscription as Stripe describes it. */
export function summarizeSubscription(
  subscription: SubscriptionLike,
  customer: CustomerTerms,
): Subscription {
  const items = subscription.items.data
  const first = items[0]
  const isOneRhythm = new Set(items.map(({ price }) => rhythmOf(price))).size === 1
  const shared = isOneRhythm ? (first?.price.recurring ?? null) : null
  const ends = items.map((item) => item.current_period_end).filter((end) => end !== undefined)
  const periodEnd = ends.length > 0 ? Math.min(...ends) : null
  const isLast =
    subscription.cancel_at_period_end ||
    (subscription.cancel_at !== null && periodEnd !== null && subscription.cancel_at <= periodEnd)
  const endsAt = subscription.cancel_at ?? (isLast ? periodEnd : null)
  const pause = subscription.pause_collection
  return {
    id: subscription.id,
    product: first === undefined ? null : productOf(first.price),
    products: items.map(({ price }) => productOf(price)),
    items: items.length,
    quantity: findQuantity(subscription),
    status: subscription.status,
    paused: pause !== null,
    pausedUntil: toIso(pause?.resumes_at ?? null),
    amountMinor: findAmount(subscription, customer),
    currency: subscription.currency,
    interval: shared?.interval ?? null,
    intervalCount: shared?.interval_count ?? null,
    renewsAt: isLast ? null : toIso(periodEnd),
    endsAt: toIso(endsAt),
    ...findPaymentMethod(subscription, customer),
    ...readInvoice(subscription),
  }
}

/** The same for the page, with the product's name; `null` if no name is known. */
export function toSummary(
  { product, ...subscription }: Subscription,
  names: ReadonlyMap<ProductId, string>,
): SubscriptionSummary {
  const rest: Omit<SubscriptionSummary, 'product'> & Partial<Subscription> = { ...subscription }
  delete rest.products
  return { ...rest, product: product === null ? null : (names.get(product) ?? null) }
}
