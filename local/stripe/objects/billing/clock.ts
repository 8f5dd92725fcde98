import type { Account } from '../../account.ts'
import { secondsOf } from '../../account.ts'
import type { InvoiceRecord } from '../invoices/invoice-record.ts'
import { getInvoice, voidInvoice } from '../invoices/invoices.ts'
import { chargeInvoice, finalizeAndCollect, methodOf } from './collect.ts'
import { endWithPeriod } from './end-subscription.ts'
import { startPeriod } from './start-period.ts'
import type { SubscriptionRecord } from './subscription.ts'
import {
  cancelSubscription,
  changeSubscription,
  endOf,
  hasEnded,
  subscriptionsOf,
  timeOf,
} from './subscriptions.ts'

type Step = { at: number; take: () => void }

const firstPaymentSeconds = 23 * 3600

/**
 * Moves a subscription's own time on, as a test clock does at Stripe, and takes every step that becomes due on the way,
 * each at its own second. https://docs.stripe.com/billing/testing/test-clocks
 */
export function advance(account: Account, record: SubscriptionRecord, to: number): void {
  for (;;) {
    const step = nextStep(account, record)
    if (step === null || step.at > to) break
    record.clock = Math.max(record.clock, step.at)
    step.take()
  }
  record.clock = Math.max(record.clock, to)
}

/** Whatever is due by the account's own time. */
export function catchUp(account: Account): void {
  for (const record of subscriptionsOf(account).sorted()) {
    advance(account, record, Math.max(secondsOf(account), timeOf(account, record)))
  }
}

/** What becomes due first; at the same second, in this order. */
function nextStep(account: Account, record: SubscriptionRecord): Step | null {
  if (hasEnded(record)) return null
  const steps = [
    ...endings(account, record),
    ...periods(account, record),
    ...collections(account, record),
  ]
  return steps.toSorted((one, other) => one.at - other.at)[0] ?? null
}

function endings(account: Account, record: SubscriptionRecord): Step[] {
  const steps: Step[] = []
  if (record.cancelAt !== null) {
    steps.push({ at: record.cancelAt, take: () => endWithPeriod(account, record) })
  }
  if (record.status === 'incomplete') {
    steps.push({ at: record.created + firstPaymentSeconds, take: () => giveUp(account, record) })
  }
  return steps
}

/** A subscription that was never paid, or is paused, has no next period. */
function periods(account: Account, record: SubscriptionRecord): Step[] {
  const { trialEnd, pause } = record
  const steps: Step[] = []
  if (pause?.resumes_at != null) {
    const resume = () => changeSubscription(account, record, { pause: null })
    steps.push({ at: pause.resumes_at, take: resume })
  }
  if (record.status === 'trialing' && trialEnd !== null) {
    steps.push({ at: trialEnd, take: () => endTrial(account, record, trialEnd) })
  } else if (record.status !== 'incomplete' && record.status !== 'paused') {
    const at = endOf(record)
    steps.push({ at, take: () => startPeriod(account, record, { at }) })
  }
  return steps
}

/** An older invoice is still tried while a newer one waits. */
function collections(account: Account, record: SubscriptionRecord): Step[] {
  const invoices = record.unsettled.map((id) => getInvoice(account, id))
  const waiting = invoices.filter(({ status }) => status === 'draft' || status === 'open')
  record.unsettled = waiting.map(({ id }) => id)
  return waiting.flatMap((invoice) => collection(account, invoice))
}

function collection(account: Account, invoice: InvoiceRecord): Step[] {
  const { finalizesAt, nextAttemptAt } = invoice
  if (finalizesAt !== null) {
    return [{ at: finalizesAt, take: () => finalizeAndCollect(account, invoice, finalizesAt) }]
  }
  if (nextAttemptAt === null) return []
  return [{ at: nextAttemptAt, take: () => chargeInvoice(account, invoice, { at: nextAttemptAt }) }]
}

function endTrial(account: Account, record: SubscriptionRecord, at: number): void {
  const isWithout = methodOf(account, record) === null
  if (isWithout && record.afterTrial === 'cancel') cancelSubscription(account, record)
  else if (isWithout && record.afterTrial === 'pause')
    changeSubscription(account, record, { status: 'paused' })
  else startPeriod(account, record, { at, status: 'active' })
}

/** The first payment never came. */
function giveUp(account: Account, record: SubscriptionRecord): void {
  const at = timeOf(account, record)
  const change = { status: 'incomplete_expired', canceledAt: at, endedAt: at } as const
  changeSubscription(account, record, change)
  if (record.invoice !== null) voidInvoice(account, getInvoice(account, record.invoice), { at })
}
