import type { Payment } from './sale.ts'

/** The one grace: how long a row opens its names after its period, where nobody says how Stripe decided. */
export const graceSeconds = 7 * 86_400

/**
 * Until when an item of a subscription gives access, by Stripe's status; `null`: it gives none. What has not been paid
 * for a week after its period began is closed, whatever Stripe's retries still hope for.
 */
export function subscriptionAccessUntil(
  status: string,
  { periodStart, periodEnd }: { periodStart: number; periodEnd: number },
): number | null {
  switch (status) {
    case 'active':
    case 'trialing':
      return periodEnd + graceSeconds
    case 'past_due':
      return periodStart + graceSeconds
    default:
      return null
  }
}

/** What was sold once gives access until all of it is refunded, or while a dispute takes it. */
export function oneTimeAccessUntil(payments: readonly Payment[]): 'forever' | null {
  const sum = (of: keyof Payment) => payments.reduce((total, payment) => total + payment[of], 0)
  const captured = sum('captured')
  const isRefunded = captured > 0 && sum('refunded') >= captured
  return isRefunded || sum('disputed') > 0 ? null : 'forever'
}
