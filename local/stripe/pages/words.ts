import type Stripe from 'stripe'
import { amountWords } from '../amount-words.ts'

/** "$9.00 every month", or "every 3 months". */
export function priceWords({ unit_amount, currency, recurring, ...price }: Stripe.Price): string {
  const varying = price.custom_unit_amount ? 'an amount of your choice' : 'a varying amount'
  const amount = unit_amount === null ? varying : amountWords(unit_amount, currency)
  if (!recurring) return amount
  const { interval, interval_count } = recurring
  const period = interval_count === 1 ? interval : `${interval_count} ${interval}s`
  return `${amount} every ${period}`
}

/** "December 26, 2026", in UTC. */
export function dayWords(second: number): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(second * 1000)
}

/** "Dec 26, 2026, 5:08:13 AM", in UTC. */
export function momentWords(second: number): string {
  const format = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat('en', format).format(second * 1000)
}
