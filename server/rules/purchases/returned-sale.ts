import type { CustomerRead } from '../customer.ts'
import type { PriceRead } from '../offers/parse-price.ts'
import type { ProductRead } from '../offers/parse-product.ts'
import { readCheckout, readInvoice, readSubscription } from './read-sale.ts'
import type { CheckoutSale, InvoiceSale, PurchaseRead, SubscriptionSale } from './sale.ts'

/** What a session bought, as Stripe just described it. Times in Unix seconds; what the key may not see is `null`. */
export type ReturnedSale = {
  session: CheckoutSale
  subscription: SubscriptionSale | null
  invoice: InvoiceSale | null
  /** Stripe's status of what is to be paid once. */
  intent: string | null
  customer: CustomerRead | null
  products: ProductRead[]
  prices: PriceRead[]
  lines: { name: string; quantity: number; price: string | null; product: string | null }[]
  /** When it was charged, and when its subscription began. */
  paidAt: number | null
  startedAt: number | null
}

/** What is recorded of it. */
export function readsOf({ session, subscription, invoice }: ReturnedSale): PurchaseRead[] {
  return [
    readCheckout(session),
    subscription && readSubscription(subscription),
    invoice && readInvoice(invoice),
  ].filter((read) => read !== null)
}

/** Which of its lines open something now, in their order. @param now Unix seconds */
export function openLinesOf(sale: ReturnedSale, now: number): boolean[] {
  const open = readsOf(sale)
    .flatMap(({ lines }) => lines)
    .filter(({ accessUntil }) => accessUntil === 'forever' || (accessUntil ?? 0) > now)
  return sale.lines.map(({ price }) => open.some((line) => line.price === price))
}

/** Whether all that was paid for it was refunded, or is disputed; what wasn't asked for isn't known. */
export function isTakenBack({ session, invoice }: ReturnedSale): boolean {
  const payments = [...session.payments, ...(invoice?.payments ?? [])]
  const captured = payments.reduce((sum, payment) => sum + payment.captured, 0)
  const taken = payments.reduce((sum, { refunded, disputed }) => sum + refunded + disputed, 0)
  return captured > 0 && taken >= captured
}

/** For how long a return is answered, in seconds after the payment. */
const goodForSeconds = 3600

/** Whether its hour is over. @param at when it was charged, began, or was first seen, in Unix seconds */
export function isOver(at: number, now: number): boolean {
  return now - at > goodForSeconds
}
