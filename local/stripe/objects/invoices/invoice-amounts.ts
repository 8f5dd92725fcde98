import { discountAmounts } from './invoice-line.ts'
import type { InvoiceRecord } from './invoice-record.ts'

/** Half a euro or a dollar, and in other currencies what is near to it. https://docs.stripe.com/currencies */
const leastCharge = 50

/** What an invoice says of money; minor units. */
export function amountsOf(record: InvoiceRecord) {
  const { lines, startingBalance, status, payments, subscription } = record
  const subtotal = sum(lines.map(({ amount }) => amount))
  const discount = sum(lines.map((line) => line.discount))
  const shipping = record.sale?.shipping ?? 0
  const total = subtotal - discount + shipping
  // A credit pays first; what is left of it, or what the invoice itself credits, stays on the balance. So does what is
  // too little to be charged: the next invoice takes it.
  const asked = total + startingBalance
  const isTooLittle = asked > 0 && asked < leastCharge
  const due = isTooLittle ? 0 : Math.max(0, asked)
  const paidHere = sum(payments.map(({ amountPaid }) => amountPaid ?? 0))
  const paid = record.isPaidElsewhere ? due : paidHere
  return {
    amount_due: due,
    amount_overpaid: 0,
    amount_paid: paid,
    ...(record.isPaidElsewhere && { amount_paid_off_stripe: due - paidHere }),
    amount_remaining: due - paid,
    amount_shipping: shipping,
    ending_balance: status === 'draft' ? null : asked - due,
    starting_balance: startingBalance,
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_discount_amounts: discountAmounts(lines, subscription),
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
  }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((before, amount) => before + amount, 0)
}
