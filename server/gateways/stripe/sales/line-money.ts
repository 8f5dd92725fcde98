import type Stripe from 'stripe'
import type { LineMoney } from '../../../rules/purchases/sale.ts'

/** What a line of a paid session cost: such a session is paid as a whole. */
export function moneyOfItem(line: Stripe.LineItem): LineMoney {
  const worth = line.amount_total - line.amount_tax
  return {
    ...freely(line.amount_subtotal),
    worth,
    currency: line.currency,
    isProrated: false,
  }
}

/**
 * What the lines of a paid invoice cost, in their order. What was due is what came in, also if it was paid outside of
 * Stripe; a customer's balance was taken off before.
 */
export function moneyOfLines(
  invoice: Pick<Stripe.Invoice, 'amount_due' | 'billing_reason'>,
  lines: readonly Stripe.InvoiceLineItem[],
): LineMoney[] {
  const cost = lines.filter(({ amount }) => amount > 0).reduce((sum, line) => sum + costOf(line), 0)
  const paid = Math.max(0, Math.min(invoice.amount_due, cost))
  return lines.map((line) => {
    const isProrated = line.parent?.subscription_item_details?.proration ?? false
    const isChange = isProrated || invoice.billing_reason === 'subscription_update'
    const isGift = line.amount > 0 && costOf(line) <= 0
    return {
      // A trial beside what is paid once is still a trial.
      ...(cost > 0 && line.amount !== 0 ? { paid, cost } : freely(line.amount)),
      // Whoever pays nothing could change plans forever: a discount gives a period away once, as it begins.
      ...(isGift && isChange && freely(0)),
      worth: worthOf(line),
      currency: line.currency,
      isProrated,
    }
  })
}

/** What costs nothing was paid for in full if a discount paid, and not at all if it is a trial. */
function freely(before: number): Pick<LineMoney, 'paid' | 'cost'> {
  return { paid: before > 0 ? 1 : 0, cost: 1 }
}

/** After discounts, before tax. */
function worthOf({ amount, discount_amounts: discounts, taxes }: Stripe.InvoiceLineItem): number {
  return amount - sum(discounts) - sum(taxes?.filter((tax) => tax.tax_behavior === 'inclusive'))
}

/** After discounts, with tax. */
function costOf(line: Stripe.InvoiceLineItem): number {
  return worthOf(line) + sum(line.taxes)
}

function sum(entries: readonly { amount: number }[] | null | undefined): number {
  return (entries ?? []).reduce((total, { amount }) => total + amount, 0)
}
