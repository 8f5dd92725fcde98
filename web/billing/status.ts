import type { IconName } from '../parts/icon.ts'
import type { Text } from '../words/text.ts'

/** What one of Stripe's statuses means here. */
export type StatusFacts = {
  icon: IconName
  /** It goes on from period to period, so its plan can be changed. */
  isRunning?: true
  /** A payment is due that didn't go through. */
  isOverdue?: true
  /** It is over for good, so there is nothing left to cancel. */
  hasEnded?: true
}

const statuses: Record<keyof Text['statuses'], StatusFacts> = {
  active: { icon: 'check', isRunning: true },
  trialing: { icon: 'clock', isRunning: true },
  past_due: { icon: 'warning', isRunning: true, isOverdue: true },
  unpaid: { icon: 'warning', isOverdue: true },
  paused: { icon: 'pause' },
  incomplete: { icon: 'clock' },
  incomplete_expired: { icon: 'ended', hasEnded: true },
  canceled: { icon: 'ended', hasEnded: true },
}

/** The facts of a subscription's status. Stripe may add a status: nothing is said of one that we don't know. */
export function factsOf({ status }: { status: string }): StatusFacts {
  const known: Record<string, StatusFacts | undefined> = statuses
  return known[status] ?? { icon: 'clock' }
}
