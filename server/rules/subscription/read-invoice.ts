import type { SubscriptionSummary } from '../../contract/links.ts'
import type { InvoiceLike, SubscriptionLike } from './stripes-shapes.ts'
import { toIso } from './to-iso.ts'

type Payments = Pick<SubscriptionSummary, 'openInvoice' | 'lastPaid' | 'nextPayment'>

const owing = new Set(['past_due', 'unpaid', 'incomplete'])

/**
 * What the newest invoice says of payments, as far as it says so: all `null` if the key may not see it.
 * An invoice that is open while its subscription runs may have a debit on its way: nobody is asked to pay that twice.
 */
export function readInvoice({
  status,
  collection_method: method,
  pause_collection: pause,
  latest_invoice: invoice,
}: SubscriptionLike): Payments {
  if (invoice === null || typeof invoice === 'string')
    return { openInvoice: null, lastPaid: null, nextPayment: null }
  const { currency, amount_remaining: due, amount_paid: paid, hosted_invoice_url: url } = invoice
  const isPayable = invoice.status === 'open' && (owing.has(status) || method === 'send_invoice')
  const paidAt = invoice.status === 'paid' && paid > 0 ? invoice.status_transitions.paid_at : null
  const dueAt = due > 0 && pause === null ? whenDue(invoice) : null
  return {
    openInvoice: isPayable && due > 0 && url ? { amountMinor: due, currency, url } : null,
    lastPaid: paidAt === null ? null : { amountMinor: paid, currency, at: toIso(paidAt) },
    nextPayment: dueAt === null ? null : { amountMinor: due, currency, at: toIso(dueAt) },
  }
}

/** Unix seconds: when Stripe collects it, or when it must have been paid; `null` if nothing is to come. */
function whenDue(invoice: InvoiceLike): number | null {
  if (invoice.status === 'open')
    return invoice.collection_method === 'send_invoice'
      ? invoice.due_date
      : invoice.next_payment_attempt
  const isOnItsWay = invoice.status === 'draft' && invoice.collection_method !== 'send_invoice'
  return isOnItsWay && invoice.auto_advance !== false ? invoice.automatically_finalizes_at : null
}
