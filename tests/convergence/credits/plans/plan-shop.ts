import type Stripe from 'stripe'
import type { StripeStandIn } from '#local/stripe/index.ts'
import type { Dice } from '../../sales/stage/shop.ts'
import type { Settings } from './settings.ts'

/** A plan, and what it gives for each cent of its price. */
export type Plan = { price: string; amount: number; credits: number; rate: number }

export type PlanShop = { plans: Plan[]; configuration: string }

const silent = { silent: true }
const shapes: [amount: number, interval: 'week' | 'month' | 'year', count: number][] = [
  [1000, 'month', 1],
  [3300, 'month', 1],
  [9900, 'month', 1],
  [700, 'week', 1],
  [2700, 'month', 3],
  [30_000, 'year', 1],
]

/**
 * Plans with credits, and a portal between all of them. In every second shop a cent buys the same everywhere, so that
 * one credit too many is seen.
 */
export function openPlanShop(stripe: StripeStandIn, dice: Dice, settings: Settings): PlanShop {
  const isEven = dice.roll() < 0.5
  const plans = shapes.map(([amount, interval, count], at) => {
    const rate = isEven ? 5 : dice.pick([1, 2, 5, 40])!
    // One of them by what was paid; the keys are the owner's to choose.
    const isByAmount = at === 1
    const keys: Stripe.Metadata = isByAmount
      ? { credits_per_100: String(rate * 100) }
      : { credits: String(rate * amount) }
    const price = sell(stripe, { amount, interval, count, keys })
    return { price, amount, credits: rate * amount, rate }
  })
  // Nothing can be bought for it, whatever it says.
  const free = sell(stripe, {
    amount: 0,
    interval: 'month',
    count: 1,
    keys: { credits: '5000' },
  })
  plans.push({ price: free, amount: 0, credits: 5000, rate: 0 })
  const products = plans.map(({ price }) => ({
    product: stripe.updatePrice(price, {}).product as string,
    prices: [price],
    adjustable_quantity: { enabled: true, minimum: 1, maximum: null },
  }))
  const { id: configuration } = stripe.createConfiguration({
    features: {
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price', 'quantity'],
        products,
        ...settings.update,
      },
      subscription_cancel: { enabled: true, ...settings.cancel },
    },
  })
  return { plans, configuration }
}

function sell(
  stripe: StripeStandIn,
  order: {
    amount: number
    interval: 'week' | 'month' | 'year'
    count: number
    keys: Stripe.Metadata
  },
): string {
  const { amount, interval, count, keys } = order
  const product = stripe.createProduct({ name: `Plan at ${amount}` }, silent).id
  const recurring = { interval, interval_count: count }
  const price = { product, unit_amount: amount, currency: 'eur', recurring, metadata: keys }
  return stripe.createPrice(price, silent).id
}
