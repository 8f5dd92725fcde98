import type Stripe from 'stripe'

/** Seconds. The period that contains `now`, counted from `created`, or the one that ends at `end`. */
export function findPeriod({
  recurring,
  created,
  now,
  end,
}: {
  recurring: Stripe.Price.Recurring | null
  created: number
  now: number
  end?: number | undefined
}): { periodStart: number; periodEnd: number } {
  const { interval = 'month', interval_count = 1 } = recurring ?? {}
  if (end) return { periodStart: addInterval(end, interval, -interval_count), periodEnd: end }
  let count = 0
  let periodEnd = created
  while (periodEnd <= now || count === 0) {
    count += interval_count
    periodEnd = addInterval(created, interval, count)
  }
  return { periodStart: addInterval(created, interval, count - interval_count), periodEnd }
}

/** A month after the 31st is the last day of the next month, as Stripe bills it. */
function addInterval(second: number, interval: string, count: number): number {
  if (interval === 'day') return second + count * 86_400
  if (interval === 'week') return second + count * 7 * 86_400
  const date = new Date(second * 1000)
  const day = date.getUTCDate()
  const months = interval === 'year' ? count * 12 : count
  date.setUTCMonth(date.getUTCMonth() + months, 1)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, lastDay))
  return date.getTime() / 1000
}
