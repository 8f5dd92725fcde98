import type { PortalConfiguration, StripeAccount } from '../../services/stripe-account.ts'
import type { Finding } from '../check.ts'
import { hasCredits } from '../selling/credit-keys.ts'
import { readOffers } from '../selling/read-offers.ts'

type Features = PortalConfiguration['features']
type Tree = { [name: string]: unknown }

/** A setting that doesn't fit credits. */
export type Difference = {
  feature: 'subscription_update' | 'subscription_cancel'
  /** What is to be sent for it. */
  wanted: Tree
  /** Such as `subscription_cancel.mode: immediately -> at_period_end`. */
  detail: string
  says: string
  why: string
}

const orders = ['decreasing_item_amount', 'shortening_interval']
const balance =
  'what is left of the old plan becomes a balance, and what a balance pays grants no credits'

/** Whether a plan that can be bought grants credits; `false`, too, if the key may not read prices. */
export async function hasPlansWithCredits(stripe: StripeAccount | null): Promise<boolean> {
  const found = stripe && (await readOffers(stripe))
  return found?.prices.some((price) => price.recurring !== null && hasCredits(price)) ?? false
}

/**
 * What of the portal's changes of plan doesn't fit credits, which are granted for money as it comes in: an upgrade is to
 * be paid at once, and whatever gives money back is to wait for the end of the period.
 */
export function differencesIn({
  subscription_update: update,
  subscription_cancel: cancel,
}: Features): Difference[] {
  const differences: Difference[] = []
  if (update.enabled && update.proration_behavior !== 'always_invoice')
    differences.push({
      feature: 'subscription_update',
      wanted: { proration_behavior: 'always_invoice' },
      detail: `subscription_update.proration_behavior: ${update.proration_behavior} -> always_invoice`,
      says: 'a larger plan is not paid at once',
      why: 'it works at once, and its credits come only once it is paid',
    })
  const conditions = update.schedule_at_period_end.conditions.map(({ type }) => type)
  const missing = orders.filter((type) => !conditions.includes(type))
  if (update.enabled && missing.length > 0) {
    const all = [...conditions, ...missing]
    differences.push({
      feature: 'subscription_update',
      wanted: { schedule_at_period_end: { conditions: all.map((type) => ({ type })) } },
      detail: `subscription_update.schedule_at_period_end: ${conditions.join(', ') || 'never'} -> ${all.join(', ')}`,
      says: `${missing.map((type) => (type === orders[0] ? 'a smaller plan' : 'a shorter period')).join(' or ')} begins at once`,
      why: balance,
    })
  }
  if (cancel.enabled && cancel.mode !== 'at_period_end')
    differences.push({
      feature: 'subscription_cancel',
      // Nothing can be prorated at the end of a period, and Stripe refuses both together.
      wanted: { mode: 'at_period_end', proration_behavior: 'none' },
      detail: `subscription_cancel.mode: ${cancel.mode} -> at_period_end`,
      says: 'a cancellation ends the plan at once',
      why:
        cancel.proration_behavior === 'none'
          ? 'access ends in the middle of what was paid, and its credits stay'
          : balance,
    })
  return differences
}

/** The settings to send, by feature. */
export function wantedFeatures(differences: readonly Difference[]): Record<string, Tree> {
  const features: Record<string, Tree> = {}
  for (const { feature, wanted } of differences)
    features[feature] = { ...features[feature], ...wanted }
  return features
}

/** @param what which configuration it is */
export function tellDifferences(differences: readonly Difference[], what: string): Finding[] {
  return differences.map(({ feature, says, why }) => ({
    level: 'warning',
    says: `plans have credits, and ${says} in the portal (${what})`,
    why,
    remedy: `run \`npm run setup\`; or Stripe: Settings > Billing > Customer portal > ${
      feature === 'subscription_cancel' ? 'Cancellations' : 'Subscriptions'
    }`,
  }))
}
