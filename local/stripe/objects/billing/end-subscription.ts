import type { Account } from '../../account.ts'
import { finalizeAndCollect } from './collect.ts'
import { draftInvoice } from './draft-invoice.ts'
import { leaveLines } from './left-lines.ts'
import { creditLine } from './proration-lines.ts'
import type { SubscriptionRecord } from './subscription.ts'
import { cancelSubscription, timeOf } from './subscriptions.ts'

/**
 * Ends it now, as the portal does. With prorations, the unused time is a credit that waits with what else is pending for
 * the customer's next invoice; without, what was pending is dropped.
 * https://docs.stripe.com/api/subscriptions/cancel
 */
export function endNow(
  account: Account,
  record: SubscriptionRecord,
  { isProrated }: { isProrated: boolean },
): void {
  const at = timeOf(account, record)
  // A trial has no time that was paid.
  if (isProrated && record.status !== 'trialing') {
    const off = record.percentOff ?? 0
    const credits = record.items.map((item) => creditLine(account, record, { item, at, off }))
    leaveLines(account, record, [...record.pendingLines, ...credits])
  }
  record.pendingLines = []
  cancelSubscription(account, record)
}

/** Ends it with its period: what is pending is on a last invoice. */
export function endWithPeriod(account: Account, record: SubscriptionRecord): void {
  const at = timeOf(account, record)
  cancelSubscription(account, record)
  if (record.pendingLines.length === 0) return
  const invoice = draftInvoice(account, record, { lines: [], at, reason: 'subscription_cycle' })
  finalizeAndCollect(account, invoice, at)
}
