import type Stripe from 'stripe'
import type { StripeStandIn } from '#local/stripe/index.ts'
import type { SoldRow } from './purchase-log.ts'

/** Lines of a session, which its object doesn't have; they are final once it is paid. */
export type SessionLines = ReadonlyMap<string, readonly Stripe.LineItem[]>

const weekSeconds = 7 * 86_400
const holds = ['needs_response', 'under_review', 'lost']

/**
 * What the table has to say, reckoned from the stand-in's own objects: by source, a row for each line. It shares no code
 * with the server, and is to be read beside docs/access.md.
 */
export function reckon(stripe: StripeStandIn, lines: SessionLines): Map<string, SoldRow[]> {
  const money = moneyOf(stripe)
  const payments = Map.groupBy(stripe.invoicePayments(), ({ invoice }) => invoice as string)
  const sold = [
    ...stripe.checkoutSessions().flatMap((session) => ofSession(session, lines, money)),
    ...stripe.subscriptions().flatMap(ofSubscription),
    ...stripe
      .invoices()
      .flatMap((invoice) => ofInvoice(invoice, paidBy(payments.get(invoice.id!) ?? []), money)),
  ]
  return Map.groupBy(sold, ({ source }) => source)
}

/** Whether what a payment intent took opens something still. */
type Money = (intents: string[]) => 'forever' | null

function moneyOf(stripe: StripeStandIn): Money {
  const [charges, disputes] = [stripe.charges(), stripe.disputes()]
  const byIntent = Map.groupBy(charges, ({ payment_intent: intent }) => intent as string)
  return (intents) => {
    const newest = intents.flatMap((intent) => byIntent.get(intent)?.[0] ?? [])
    const isHeld = disputes.some(
      ({ charge, status }) => holds.includes(status) && newest.some(({ id }) => id === charge),
    )
    const taken = newest.reduce((sum, charge) => sum + charge.amount_captured, 0)
    const back = newest.reduce((sum, charge) => sum + charge.amount_refunded, 0)
    return isHeld || (taken > 0 && back >= taken) ? null : 'forever'
  }
}

function ofSession(session: Stripe.Checkout.Session, lines: SessionLines, money: Money): SoldRow[] {
  const { id: source, mode, status, payment_status: paid, payment_intent: intent } = session
  if (mode !== 'payment' || status !== 'complete' || paid === 'unpaid') return []
  return (lines.get(source) ?? []).map((line) => ({
    source,
    line: line.id,
    price: line.price!.id,
    product: line.price!.product as string,
    quantity: line.quantity!,
    status: paid,
    startsAt: session.created,
    endsAt: null,
    until: money(intent === null ? [] : [intent as string]),
    chain: null,
  }))
}

function ofSubscription({ id: source, status, items }: Stripe.Subscription): SoldRow[] {
  return items.data.map((item) => {
    const { current_period_start: start, current_period_end: end } = item
    const isPaid = status === 'active' || status === 'trialing'
    return {
      source,
      line: item.id,
      price: item.price.id,
      product: item.price.product as string,
      quantity: item.quantity!,
      status,
      startsAt: start,
      endsAt: end,
      until: isPaid ? end + weekSeconds : status === 'past_due' ? start + weekSeconds : null,
      chain: item.id,
    }
  })
}

/** The payment intents that paid an invoice; none where the owner was paid by other means. */
function paidBy(payments: Stripe.InvoicePayment[]): string[] {
  return payments
    .filter(({ status }) => status === 'paid')
    .map(({ payment }) => payment.payment_intent as string)
}

function ofInvoice(invoice: Stripe.Invoice, intents: string[], money: Money): SoldRow[] {
  const { id: source, status, parent, lines } = invoice
  // The invoice of a session that was paid once counts by the session.
  if (status !== 'paid' || parent?.type !== 'subscription_details') return []
  return lines.data
    .filter(({ amount }) => amount >= 0)
    .map((line) => {
      const item = line.parent?.subscription_item_details?.subscription_item ?? null
      const { price, product } = line.pricing!.price_details!
      return {
        source: source!,
        line: line.id,
        price: price as string,
        product,
        quantity: line.quantity!,
        status,
        startsAt: line.period.start,
        endsAt: item === null ? null : line.period.end,
        until: item === null ? money(intents) : null,
        chain: item,
      }
    })
}

/** The sources that an object of Stripe's is about: itself, or what its payment paid for. */
export function sourcesOf(stripe: StripeStandIn, id: string): string[] {
  if (/^(?:cs|sub|in)_/.test(id)) return [id]
  const dispute = stripe.disputes().find((each) => each.id === id)
  const refund = stripe.refunds().find((each) => each.id === id)
  const about = dispute?.charge ?? refund?.charge ?? id
  const intent = stripe.charges().find((charge) => charge.id === about)?.payment_intent
  const sessions = stripe.checkoutSessions().filter((session) => session.payment_intent === intent)
  const payments = stripe
    .invoicePayments()
    .filter(({ payment }) => payment.payment_intent === intent)
  return [
    ...sessions.map((session) => session.id),
    ...payments.map(({ invoice }) => invoice as string),
  ]
}
