import type { SubscriptionSummary } from '#server/contract/links.ts'
import type { IconName } from '../../parts/icon.ts'
import type { Text } from '../../words/text.ts'

/** What one of the conditions means here. */
export type StatusFacts = {
  icon: IconName
  tone: 'good' | 'bad' | 'neutral'
  /** It goes on from period to period, so its plan can be changed. */
  isRunning?: true
  /** A payment is due that didn't go through. */
  isOverdue?: true
  /** It is over for good, so there is nothing left to cancel. */
  hasEnded?: true
  /** It may be used until its period ends, and nothing follows. */
  isCanceling?: true
}

/** Stripe's statuses, and two conditions that Stripe says beside them. */
type Condition = keyof Text['statuses']

const conditions: Record<Condition, StatusFacts> = {
  active: { icon: 'check', tone: 'good', isRunning: true },
  trialing: { icon: 'clock', tone: 'good', isRunning: true },
  past_due: { icon: 'warning', tone: 'bad', isRunning: true, isOverdue: true },
  unpaid: { icon: 'warning', tone: 'bad', isOverdue: true },
  paused: { icon: 'pause', tone: 'neutral' },
  incomplete: { icon: 'clock', tone: 'neutral' },
  incomplete_expired: { icon: 'ended', tone: 'neutral', hasEnded: true },
  canceled: { icon: 'ended', tone: 'neutral', hasEnded: true },
  canceling: { icon: 'ended', tone: 'neutral', isRunning: true, isCanceling: true },
  collection_paused: { icon: 'pause', tone: 'neutral', isRunning: true },
}

/** Whether the period that runs is its last. */
export function isEnding({ endsAt, renewsAt }: SubscriptionSummary): boolean {
  return endsAt !== null && renewsAt === null
}

/** The condition of a subscription: its status, unless it is canceled or its payments are paused meanwhile. */
export function conditionOf(subscription: SubscriptionSummary): string {
  const { status, paused } = subscription
  if (!['active', 'trialing', 'paused'].includes(status)) return status
  if (isEnding(subscription)) return 'canceling'
  return paused && status !== 'paused' ? 'collection_paused' : status
}

/** The facts of a subscription's condition. Stripe may add a status: nothing is said of one that we don't know. */
export function factsOf(subscription: SubscriptionSummary): StatusFacts {
  const known: Record<string, StatusFacts | undefined> = conditions
  return known[conditionOf(subscription)] ?? { icon: 'clock', tone: 'neutral' }
}
