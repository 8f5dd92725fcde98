import type Stripe from 'stripe'

/** "$9.00". */
export function amountWords(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(minor / 10 ** digits)
}

/** "$9.00 every month", or "every 3 months". */
export function priceWords({ unit_amount, currency, recurring }: Stripe.Price): string {
  const amount = unit_amount === null ? 'a varying amount' : amountWords(unit_amount, currency)
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
