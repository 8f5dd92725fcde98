import { oneTimeAccessUntil, subscriptionAccessUntil } from './access-until.ts'
import type { CheckoutSale, InvoiceSale, PurchaseRead, SubscriptionSale } from './sale.ts'

/** A one-time sale; `null` while nothing is paid, and for a subscription, which counts by itself and its invoices. */
export function readCheckout(sale: CheckoutSale): PurchaseRead | null {
  const { id: source, customer, email, reference, payments, created: startsAt } = sale
  if (sale.mode !== 'payment' || !isPaid(sale)) return null
  const accessUntil = oneTimeAccessUntil(payments)
  const status = sale.paymentStatus
  const lines = sale.lines.map((line) => ({
    ...line,
    status,
    startsAt,
    endsAt: null,
    accessUntil,
    chain: null,
  }))
  const paidAt = payments.reduce((latest, { at }) => Math.max(latest, at), startsAt)
  return { source, customer, email, reference, paidAt, payments, isListed: false, lines }
}

/** Whether a session's buyer has paid, or had nothing to pay. Delayed methods complete a session before they pay. */
export function isPaid({ status, paymentStatus }: CheckoutSale): boolean {
  return status === 'complete' && ['paid', 'no_payment_required'].includes(paymentStatus)
}

/** What a subscription opens: a row for each item, whatever its status. */
export function readSubscription(sale: SubscriptionSale): PurchaseRead {
  const { id: source, customer, status } = sale
  const lines = sale.items.map(({ periodStart, periodEnd, ...item }) => ({
    ...item,
    status,
    startsAt: periodStart,
    endsAt: periodEnd,
    accessUntil: subscriptionAccessUntil(status, { periodStart, periodEnd }),
    chain: item.id,
  }))
  return { ...ofSubscription, source, customer, paidAt: null, payments: null, lines }
}

const ofSubscription = { email: null, reference: null, isListed: false }

/**
 * What a subscription's paid invoice sold. Its recurring lines open nothing, the subscription does; what was sold once
 * beside them counts here. What an invoice gives back for an unused period was sold by another.
 */
export function readInvoice(sale: InvoiceSale): PurchaseRead | null {
  const { id: source, customer, status, paidAt, payments } = sale
  if (status !== 'paid' || !sale.isOfSubscription) return null
  const lines = sale.lines
    .filter(({ amount }) => amount >= 0)
    .map(({ id, price, product, quantity, money, item, periodStart, periodEnd }) => ({
      id,
      price,
      product,
      quantity,
      money,
      status,
      startsAt: periodStart,
      endsAt: item === null ? null : periodEnd,
      accessUntil: item === null ? oneTimeAccessUntil(payments ?? []) : null,
      chain: item,
    }))
  return { ...ofSubscription, source, customer, paidAt, payments, lines }
}
