import type Stripe from 'stripe'

/** An empty value takes its name away; `null` takes all of them, `undefined` none. */
export function mergeMetadata(
  before: Stripe.Metadata,
  change: Stripe.Metadata | null | undefined,
): Stripe.Metadata {
  if (change === undefined) return before
  const merged = change === null ? {} : { ...before, ...change }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
}
