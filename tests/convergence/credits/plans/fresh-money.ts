import type Stripe from 'stripe'
import type { StripeStandIn } from '#local/stripe/index.ts'
import type { PlanShop } from './plan-shop.ts'

/** Of an invoice: how many credits it may have granted. */
export type Bound = { source: string; most: number; says: string }

/**
 * What each paid invoice may grant: the money that came in for it times the rate of the best plan on it. Reckoned from the
 * stand-in's objects alone. A discount makes a cent worth more, and one of 100 % gives whole periods away, but only as
 * they begin: a change of plan that costs nothing is worth nothing.
 */
export function boundsOf(stripe: StripeStandIn, { plans }: PlanShop): Bound[] {
  const taken = new Map<string, number>()
  const charges = Map.groupBy(stripe.charges(), ({ payment_intent: intent }) => intent as string)
  for (const { invoice, payment, status } of stripe.invoicePayments()) {
    if (status !== 'paid') continue
    const [charge] = charges.get(payment.payment_intent as string) ?? []
    const left = charge ? charge.amount_captured - charge.amount_refunded : 0
    taken.set(invoice as string, (taken.get(invoice as string) ?? 0) + left)
  }
  const owners = new Map(
    stripe.subscriptions().flatMap(({ id, items }) => items.data.map((item) => [item.id, id])),
  )
  return stripe
    .invoices()
    .filter(({ status }) => status === 'paid')
    .map((invoice) => {
      const isElsewhere = (invoice.amount_paid_off_stripe ?? 0) > 0
      const fresh = isElsewhere ? invoice.amount_due : (taken.get(invoice.id!) ?? 0)
      const off = stripe.percentOffOf(invoice.parent?.subscription_details?.subscription as string)
      const lines = invoice.lines.data
      // What was left of a canceled subscription comes with that one's discount.
      const offs = lines.map((line) => {
        const owner = owners.get(line.parent?.subscription_item_details?.subscription_item ?? '')
        return owner === undefined ? off : stripe.percentOffOf(owner)
      })
      const rates = lines.map((line, at) => rateOf(planOf(plans, line)?.rate ?? 0, offs[at]!))
      const rate = Math.max(0, ...rates)
      // Stripe rounds each part of a period, and each discount, to whole cents.
      const rounded =
        (lines.filter(({ amount }) => amount > 0).length * (Math.max(...offs) > 0 ? 2 : 1)) / 2
      const begins = invoice.billing_reason !== 'subscription_update'
      const given = off === 100 && begins ? lines.filter((line) => !isPart(line)) : []
      const gift = given.reduce((sum, line) => sum + wholeOf(plans, line), 0)
      const says = `${fresh} came in at ${rate} a cent, ${off} % off, gifts of ${gift}; ${tell(invoice)}`
      return { source: invoice.id!, most: fresh * rate + rounded * rate + gift, says }
    })
}

/** Credits for a cent. */
function rateOf(full: number, off: number): number {
  return off < 100 ? (full * 100) / (100 - off) : full
}

function planOf(plans: PlanShop['plans'], { pricing, amount }: Stripe.InvoiceLineItem) {
  return amount > 0 ? plans.find(({ price }) => price === pricing?.price_details?.price) : undefined
}

function wholeOf(plans: PlanShop['plans'], line: Stripe.InvoiceLineItem): number {
  return (planOf(plans, line)?.credits ?? 0) * (line.quantity ?? 1)
}

function isPart({ parent }: Stripe.InvoiceLineItem): boolean {
  return parent?.subscription_item_details?.proration === true
}

function tell({ billing_reason: reason, lines, amount_due: due }: Stripe.Invoice): string {
  const date = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 16)
  const each = lines.data.map(
    ({ amount, period, quantity, parent }) =>
      `${amount} for ${quantity} from ${date(period.start)} to ${date(period.end)}${
        parent?.subscription_item_details?.proration ? ' (a part)' : ''
      }`,
  )
  return `${reason}, ${due} due: ${each.join(', ')}`
}
