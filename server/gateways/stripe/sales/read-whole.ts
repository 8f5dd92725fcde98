import type Stripe from 'stripe'
import type {
  CheckoutSale,
  InvoiceSale,
  Payment,
  SubscriptionSale,
} from '../../../rules/purchases/sale.ts'
import type { Ask } from '../ask.ts'
import type { CallLimits } from '../client.ts'
import { toCheckoutSale, toInvoiceSale, toSubscriptionSale } from './convert.ts'
import { createPaymentReader, paymentsIfWhole } from './payments.ts'

/** More lines than Stripe lets an order have. */
const mostLines = 1000

/** What a session sold, if it and what was paid came expanded; `null`: it takes calls to know it. */
export function sessionIfWhole(session: Stripe.Checkout.Session): CheckoutSale | null {
  // What a subscription's session sold counts by the subscription and its invoices.
  if (session.mode !== 'payment') return toCheckoutSale(session, [], [])
  const payments = paymentsIfWhole({ payment_intent: session.payment_intent })
  if (session.line_items?.has_more !== false || payments === null) return null
  return toCheckoutSale(session, session.line_items.data, payments)
}

/** The same of a subscription, if all its items came with it. */
export function subscriptionIfWhole(subscription: Stripe.Subscription): SubscriptionSale | null {
  const { data, has_more: hasMore } = subscription.items
  return hasMore ? null : toSubscriptionSale(subscription, data)
}

/** The same of an invoice, but for its payments, if all its lines came with it, and none that was sold once. */
export function invoiceIfWhole(invoice: Stripe.Invoice): InvoiceSale | null {
  if (invoice.lines.has_more) return null
  const sale = toInvoiceSale(invoice, invoice.lines.data, null)
  return isPlain(sale) ? sale : null
}

function isPlain({ isOfSubscription, lines }: InvoiceSale): boolean {
  return !isOfSubscription || lines.every(({ item }) => item !== null)
}

/** Completes what a list or a retrieval gave: all lines, and what was paid and taken back. */
export function createSaleReader(ask: Ask, limits: () => CallLimits) {
  const readPayment = createPaymentReader(ask, limits)

  async function wholeSession(session: Stripe.Checkout.Session): Promise<CheckoutSale> {
    const whole = sessionIfWhole(session)
    if (whole !== null) return whole
    const lines =
      session.line_items?.has_more === false
        ? session.line_items.data
        : await ask('GET /v1/checkout/sessions/:id/line_items', (stripe) =>
            stripe.checkout.sessions
              .listLineItems(session.id, { limit: 100 }, limits())
              .autoPagingToArray({ limit: mostLines }),
          )
    return toCheckoutSale(
      session,
      lines,
      await readPayment({ payment_intent: session.payment_intent }),
    )
  }

  async function wholeSubscription(subscription: Stripe.Subscription): Promise<SubscriptionSale> {
    const whole = subscriptionIfWhole(subscription)
    if (whole !== null) return whole
    const items = await ask('GET /v1/subscription_items', (stripe) =>
      stripe.subscriptionItems
        .list({ subscription: subscription.id, limit: 100 }, limits())
        .autoPagingToArray({ limit: mostLines }),
    )
    return toSubscriptionSale(subscription, items)
  }

  /** Its payments are read only if something on it was sold once, or if they are asked for. */
  async function wholeInvoice(invoice: Stripe.Invoice, withPayments = false): Promise<InvoiceSale> {
    const id = invoice.id ?? ''
    const lines = invoice.lines.has_more
      ? await ask('GET /v1/invoices/:id/lines', (stripe) =>
          stripe.invoices
            .listLineItems(id, { limit: 100 }, limits())
            .autoPagingToArray({ limit: mostLines }),
        )
      : invoice.lines.data
    const sale = toInvoiceSale(invoice, lines, null)
    return isPlain(sale) && !withPayments ? sale : { ...sale, payments: await paymentsOf(id) }
  }

  async function paymentsOf(invoice: string): Promise<Payment[]> {
    const { data } = await ask('GET /v1/invoice_payments', (stripe) =>
      stripe.invoicePayments.list({ invoice, status: 'paid', limit: 100 }, limits()),
    )
    return (await Promise.all(data.map(({ payment }) => readPayment(payment)))).flat()
  }

  return { wholeSession, wholeSubscription, wholeInvoice, paymentsOf }
}
