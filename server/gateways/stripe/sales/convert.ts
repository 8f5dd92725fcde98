import type Stripe from 'stripe'
import type {
  CheckoutSale,
  InvoiceSale,
  Payment,
  SoldLine,
  SubscriptionSale,
} from '../../../rules/purchases/sale.ts'
import { moneyOfItem, moneyOfLines } from './line-money.ts'

/** Stripe's objects, cut down to what is recorded. What was not expanded is an id. */

export function toCheckoutSale(
  session: Stripe.Checkout.Session,
  lines: Stripe.LineItem[],
  payments: Payment[],
): CheckoutSale {
  return {
    id: session.id,
    mode: session.mode,
    status: session.status,
    paymentStatus: session.payment_status,
    created: session.created,
    customer: idOf(session.customer),
    email: session.customer_details?.email ?? session.customer_email,
    reference: session.client_reference_id,
    subscription: idOf(session.subscription),
    invoice: idOf(session.invoice),
    lines: lines.map((line) => ({ ...toLine(line), money: moneyOfItem(line) })),
    payments,
  }
}

export function toSubscriptionSale(
  subscription: Stripe.Subscription,
  items: Stripe.SubscriptionItem[],
): SubscriptionSale {
  return {
    id: subscription.id,
    customer: idOf(subscription.customer) ?? '',
    status: subscription.status,
    items: items.map((item) => ({
      ...toLine(item),
      money: null,
      periodStart: item.current_period_start,
      periodEnd: item.current_period_end,
    })),
  }
}

export function toInvoiceSale(
  invoice: Stripe.Invoice,
  lines: Stripe.InvoiceLineItem[],
  payments: Payment[] | null,
): InvoiceSale {
  const money = moneyOfLines(invoice, lines)
  return {
    id: invoice.id ?? '',
    customer: idOf(invoice.customer),
    status: invoice.status,
    // A one-time session may make an invoice as well: counting both would count twice.
    isOfSubscription: invoice.parent?.type === 'subscription_details',
    lines: lines.map((line, at) => ({
      id: line.id,
      price: idOf(line.pricing?.price_details?.price),
      product: line.pricing?.price_details?.product ?? null,
      quantity: line.quantity ?? 1,
      amount: line.amount,
      money: money[at] ?? null,
      periodStart: line.period.start,
      periodEnd: line.period.end,
      item: line.parent?.subscription_item_details?.subscription_item ?? null,
    })),
    paidAt: invoice.status_transitions.paid_at,
    payments,
  }
}

function toLine(line: {
  id: string
  price: Stripe.Price | null
  quantity?: number | null | undefined
}): Omit<SoldLine, 'money'> {
  return {
    id: line.id,
    price: line.price?.id ?? null,
    product: idOf(line.price?.product),
    // Absent where usage is metered.
    quantity: line.quantity ?? 1,
  }
}

/** The id of what may be expanded or not. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  return typeof value === 'object' ? (value?.id ?? null) : (value ?? null)
}

/** What was expanded; an id alone says nothing. */
export function objectOf<T extends object>(value: string | T | null | undefined): T | null {
  return typeof value === 'object' ? value : null
}
