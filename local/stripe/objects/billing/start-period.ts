import type { Account } from '../../account.ts'
import { getPrice } from '../catalogue/prices.ts'
import type { InvoiceRecord } from '../invoices/invoice-record.ts'
import { finalizeAndCollect } from './collect.ts'
import { draftInvoice } from './draft-invoice.ts'
import { periodLines } from './period-lines.ts'
import { findPeriod } from './period.ts'
import type { SubscriptionRecord } from './subscription.ts'
import { changeSubscription } from './subscriptions.ts'

/** How long a draft waits for what the owner may add to it: an hour, and a second more. */
export const draftSeconds = 3601

/**
 * The next period begins for every item whose last one is over: its invoice is a draft, which is charged an hour later.
 * @param order.status where the change of period is one of status, too
 */
export function startPeriod(
  account: Account,
  record: SubscriptionRecord,
  { at, status = record.status }: { at: number; status?: SubscriptionRecord['status'] },
): InvoiceRecord {
  const anchor = record.status === 'trialing' ? at : record.anchor
  const items = record.items.map((item, index) => {
    if (item.periodEnd > at) return item
    const changed = { ...item, ...record.nextItems?.[index] }
    const { recurring } = getPrice(account, changed.price)
    return { ...changed, ...findPeriod({ recurring, created: anchor, now: at }) }
  })
  const begun = items.filter((item, index) => item !== record.items[index])
  const isLeft = record.pause?.behavior === 'keep_as_draft' || status === 'unpaid'
  const invoice = draftInvoice(account, record, {
    lines: periodLines(account, { ...record, items: begun }, { isTrial: false }),
    at,
    reason: 'subscription_cycle',
    ...(!isLeft && { finalizesAt: at + draftSeconds }),
  })
  const change = { items, status, anchor, invoice: invoice.id, nextItems: null }
  changeSubscription(account, record, change)
  return invoice
}

/** A subscription that is paused for want of a payment method runs again, from now on. */
export function resumeSubscription(account: Account, record: SubscriptionRecord, at: number): void {
  const items = record.items.map((item) => ({ ...item, periodEnd: Math.min(item.periodEnd, at) }))
  Object.assign(record, { items, anchor: at })
  finalizeAndCollect(account, startPeriod(account, record, { at, status: 'active' }), at)
}
