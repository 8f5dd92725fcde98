import type { PurchaseResponse } from '../../contract/purchase.ts'
import { isPaid } from './read-sale.ts'
import type { ReturnedSale } from './returned-sale.ts'

type Status = PurchaseResponse['status']

/** Statuses of a payment intent in which no money is on its way any more: its session can't be paid again. */
const failed = new Set(['requires_payment_method', 'canceled'])
/** Statuses of a subscription whose first invoice was refused, and can be paid still. */
const due = new Set(['past_due', 'unpaid'])
const ended = new Set(['canceled', 'incomplete_expired'])

/**
 * What became of an order. Delayed methods complete a session before they pay, and where they fail, the session says
 * what it said before (https://docs.stripe.com/payments/paymentintents/lifecycle): what it made is asked.
 */
export function returnStatus(sale: ReturnedSale): Status {
  const { session } = sale
  if (isPaid(session)) return 'paid'
  if (session.status !== 'complete') return session.status === 'expired' ? 'expired' : 'open'
  return session.mode === 'subscription' ? ofSubscription(sale) : ofPayment(sale)
}

function ofPayment({ intent }: ReturnedSale): Status {
  return intent !== null && failed.has(intent) ? 'expired' : 'processing'
}

/** Its invoice comes first: it may be paid later, and by other means. */
function ofSubscription({ subscription, invoice }: ReturnedSale): Status {
  const status = subscription?.status ?? ''
  if (invoice?.status === 'paid') return 'paid'
  if (ended.has(status) || invoice?.status === 'void') return 'expired'
  return due.has(status) ? 'open' : 'processing'
}
