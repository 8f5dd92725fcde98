import type Stripe from 'stripe'
import { invalid } from '../../api/problem.ts'

/** How many lines an order may have. https://docs.stripe.com/api/checkout/sessions/create */
const most = { once: 100, onceBesidesRecurring: 20, recurring: 20 }

/** @throws 400 for prices that one order of this mode can't hold together, in Stripe's words */
export function assertTogether(
  prices: readonly Stripe.Price[],
  mode: 'payment' | 'subscription',
): void {
  const recurring = prices.filter((price) => price.recurring !== null)
  if (mode === 'payment' && recurring.length > 0) {
    throw invalid(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
    )
  }
  if (mode === 'subscription' && recurring.length === 0) {
    throw invalid(
      'You must provide at least one recurring price in `subscription` mode when using prices.',
    )
  }
  assertFew(prices.length - recurring.length, recurring.length, mode)
  assertAlike(prices, recurring)
  if (prices.length > 1 && prices.some((price) => price.custom_unit_amount)) {
    throw invalid('A price with `custom_unit_amount` must be the only line item.', 'line_items')
  }
}

function assertFew(once: number, recurring: number, mode: 'payment' | 'subscription'): void {
  const mostOnce = mode === 'payment' ? most.once : most.onceBesidesRecurring
  if (once <= mostOnce && recurring <= most.recurring) return
  throw invalid(`Too many line items: at most ${mostOnce} with one-time prices.`, 'line_items')
}

function assertAlike(prices: readonly Stripe.Price[], recurring: readonly Stripe.Price[]): void {
  const [first] = prices
  const other = prices.findIndex(({ currency }) => currency !== first?.currency)
  if (first && other > 0) {
    throw invalid(
      `The line items must all use the same currency, but line_items[${other}] is in ${prices[other]?.currency} and line_items[0] is in ${first.currency}.`,
      `line_items[${other}]`,
    )
  }
  const intervals = recurring.map((price) =>
    JSON.stringify([price.recurring?.interval, price.recurring?.interval_count]),
  )
  if (new Set(intervals).size > 1) {
    throw invalid('Checkout does not support multiple prices with different billing intervals.')
  }
}
