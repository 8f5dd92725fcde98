import type Stripe from 'stripe'
import type { StripeStandIn } from '#local/stripe/index.ts'
import type { CreditShop } from './credit-shop.ts'
import { promises } from './credit-shop.ts'

/** What a lot has to be, by what Stripe says; times in Unix seconds. */
export type ReckonedLot = {
  source: string
  customer: string | null
  /** Whose it is. */
  address: string
  granted: number
  revoked: number
  startsAt: number
  until: number
}

const week = 7 * 86_400
const takenBack = ['needs_response', 'under_review', 'lost']

/**
 * Every lot there must be, reckoned from the stand-in's own objects: it shares no code with the server, and is to be read
 * beside docs/credits.md.
 */
export function reckonCredits(stripe: StripeStandIn, shop: CreditShop): ReckonedLot[] {
  const customers = new Map(stripe.customers().map(({ id, email }) => [id, email!.toLowerCase()]))
  const charges = stripe.charges().filter(({ status }) => status === 'succeeded')
  const disputes = stripe.disputes().filter(({ status }) => takenBack.includes(status))
  const payments = stripe.invoicePayments().filter(({ status }) => status === 'paid')

  function shareOf(granted: number, intents: (string | null)[]): number {
    const own = charges.filter(({ payment_intent: intent }) => intents.includes(intent as string))
    const captured = sum(own.map((charge) => charge.amount_captured))
    const back =
      sum(own.map((charge) => charge.amount_refunded)) +
      sum(
        disputes
          .filter(({ charge }) => own.some(({ id }) => id === charge))
          .map(({ amount }) => amount),
      )
    return captured === 0 ? 0 : Math.min(granted, Math.ceil((granted * back) / captured))
  }

  const packs = stripe.checkoutSessions().flatMap((session): ReckonedLot[] => {
    const { id: source, mode, payment_status: status, payment_intent: intent } = session
    const order = shop.orders.get(source)
    if (mode !== 'payment' || status !== 'paid' || order === undefined) return []
    const customer = session.customer as string | null
    return [
      {
        source,
        customer,
        address: customer === null ? order.email : customers.get(customer)!,
        granted: order.credits,
        revoked: shareOf(order.credits, [intent as string]),
        startsAt: session.created,
        until: Infinity,
      },
    ]
  })

  const periods = stripe
    .invoices()
    .filter(({ status, parent }) => status === 'paid' && parent?.type === 'subscription_details')
    .flatMap((invoice) => invoice.lines.data.map((line) => ({ invoice, line })))
  const startsAfter = (line: Stripe.InvoiceLineItem) =>
    periods
      .filter((each) => itemOf(each.line) === itemOf(line) && each.line.id !== line.id)
      .map((each) => each.line.period.start)
      .filter((start) => start >= line.period.end)
  const plans = periods.map(({ invoice, line }): ReckonedLot => {
    const granted = promises.plan * line.quantity!
    const intents = payments
      .filter((each) => each.invoice === invoice.id)
      .map(({ payment }) => payment.payment_intent as string)
    const customer = invoice.customer as string
    return {
      source: invoice.id!,
      customer,
      address: customers.get(customer)!,
      granted,
      revoked: shareOf(granted, intents),
      startsAt: line.period.start,
      until: Math.min(line.period.end + week, ...startsAfter(line)),
    }
  })
  return [...packs, ...plans]
}

const itemOf = (line: Stripe.InvoiceLineItem) =>
  line.parent?.subscription_item_details?.subscription_item

export const sum = (of: number[]) => of.reduce((total, each) => total + each, 0)
