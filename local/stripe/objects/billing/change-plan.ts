import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { amountFor } from '../catalogue/price.ts'
import { getPrice } from '../catalogue/prices.ts'
import type { InvoiceLine } from '../invoices/invoice-line.ts'
import { finalizeAndCollect } from './collect.ts'
import { draftInvoice } from './draft-invoice.ts'
import { lineOf } from './period-lines.ts'
import { findPeriod } from './period.ts'
import { creditLine, restLine } from './proration-lines.ts'
import { startPeriod } from './start-period.ts'
import type { SubscriptionItemRecord, SubscriptionRecord } from './subscription.ts'
import { changeSubscription, timeOf } from './subscriptions.ts'

type Settings = Pick<
  Stripe.BillingPortal.Configuration.Features.SubscriptionUpdate,
  'billing_cycle_anchor' | 'proration_behavior' | 'schedule_at_period_end' | 'trial_update_behavior'
>

export type PlanChange = { price: string; quantity: number }

/**
 * Another price, or another number of it, as the portal's settings have it: at once or at the end of the period, with
 * the unused time credited or not, on an invoice of its own or on the next one.
 * https://docs.stripe.com/billing/subscriptions/prorations
 */
export function changePlan(
  account: Account,
  record: SubscriptionRecord,
  { change, settings }: { change: PlanChange; settings: Settings },
): void {
  const [item] = record.items
  if (!item) return
  if (waits(account, { item, change, settings })) {
    return changeSubscription(account, record, { nextItems: [change] })
  }
  if (record.status === 'trialing') return changeInTrial(account, record, { change, settings })
  changeNow(account, record, { item, change, settings })
}

/** Whether the settings put off a change like this one until the period ends. */
function waits(
  account: Account,
  order: { item: SubscriptionItemRecord; change: PlanChange; settings: Settings },
): boolean {
  const { item, change, settings } = order
  const types = settings.schedule_at_period_end.conditions.map(({ type }) => type)
  const [before, after] = [item.price, change.price].map((id) => getPrice(account, id))
  if (!before || !after) return false
  const isLess = amountFor(after, change.quantity) < amountFor(before, item.quantity ?? 0)
  const isShorter = daysOf(after) < daysOf(before)
  return (
    (isLess && !isShorter && types.includes('decreasing_item_amount')) ||
    (isShorter && types.includes('shortening_interval'))
  )
}

function changeInTrial(
  account: Account,
  record: SubscriptionRecord,
  { change, settings }: { change: PlanChange; settings: Settings },
): void {
  const items = record.items.map((item, index) => (index === 0 ? { ...item, ...change } : item))
  changeSubscription(account, record, { items })
  if (settings.trial_update_behavior === 'continue_trial') return
  const at = timeOf(account, record)
  const ended = items.map((item) => ({ ...item, periodEnd: at }))
  changeSubscription(account, record, { items: ended, trialEnd: at })
  finalizeAndCollect(account, startPeriod(account, record, { at, status: 'active' }), at)
}

function changeNow(
  account: Account,
  record: SubscriptionRecord,
  order: { item: SubscriptionItemRecord; change: PlanChange; settings: Settings },
): void {
  const { item, change, settings } = order
  const at = timeOf(account, record)
  const [former, latter] = [getPrice(account, item.price), getPrice(account, change.price)]
  const { recurring } = latter
  const restarts =
    daysOf(former) !== daysOf(latter) ||
    // From free to paid, or back. https://docs.stripe.com/api/subscriptions/update
    (former.unit_amount === 0) !== (latter.unit_amount === 0) ||
    settings.billing_cycle_anchor === 'now'
  const changed = { ...item, ...change }
  const next = restarts
    ? { ...changed, ...findPeriod({ recurring, created: at, now: at }) }
    : changed
  const lines = linesOf(account, record, { item, next, at, restarts, settings })
  const items = [next, ...record.items.slice(1)]
  const common = { items, nextItems: null, ...(restarts && { anchor: at }) }
  if (lines.length === 0 || !(restarts || settings.proration_behavior === 'always_invoice')) {
    record.pendingLines.push(...lines)
    return changeSubscription(account, record, common)
  }
  const invoice = draftInvoice(account, record, { lines, at, reason: 'subscription_update' })
  changeSubscription(account, record, { ...common, invoice: invoice.id })
  finalizeAndCollect(account, invoice, at)
}

function linesOf(
  account: Account,
  record: SubscriptionRecord,
  order: {
    item: SubscriptionItemRecord
    next: SubscriptionItemRecord
    at: number
    restarts: boolean
    settings: Settings
  },
): InvoiceLine[] {
  const { item, next, at, restarts, settings } = order
  const off = record.percentOff ?? 0
  const full = restarts ? [lineOf(account, next, { isTrial: false, off })] : []
  if (settings.proration_behavior === 'none') return full
  const rest = restarts ? full : [restLine(account, next, { at, off })]
  return [creditLine(account, record, { item, at, off }), ...rest]
}

/** How long a price's period is, near enough to compare. */
function daysOf({ recurring }: Stripe.Price): number {
  const days = { day: 1, week: 7, month: 30, year: 365 } as Record<string, number>
  return (days[recurring?.interval ?? 'month'] ?? 30) * (recurring?.interval_count ?? 1)
}
