import type { Account } from '../../account.ts'
import { getPrice } from '../catalogue/prices.ts'
import { getCustomer } from '../customers.ts'
import type { Quietly } from '../events.ts'
import type { InvoiceRecord } from '../invoices/invoice-record.ts'
import type { NewInvoice } from '../invoices/invoices.ts'
import { createInvoice } from '../invoices/invoices.ts'
import { takeLeftLines } from './left-lines.ts'
import type { SubscriptionRecord } from './subscription.ts'

/** A draft for a subscription, which takes up the prorations that waited. It is the caller's to name it the newest. */
export function draftInvoice(
  account: Account,
  record: SubscriptionRecord,
  order: Pick<NewInvoice, 'reason' | 'at' | 'lines'> & { finalizesAt?: number },
  quietly?: Quietly,
): InvoiceRecord {
  const { email } = getCustomer(account, record.customer)
  const left = takeLeftLines(account, record.customer)
  const lines = [...left, ...record.pendingLines, ...order.lines]
  record.pendingLines = []
  const invoice = {
    ...order,
    lines,
    customer: record.customer,
    email,
    subscription: record.id,
    currency: getPrice(account, record.items[0]?.price ?? '').currency,
    isSent: record.collectionMethod === 'send_invoice',
  }
  const draft = createInvoice(account, invoice, quietly)
  record.unsettled.push(draft.id)
  return draft
}
