import type { NewPaymentMethod } from '../payments/payment-methods.ts'

/** What the page of Checkout offers to pay with, in the words of the page. https://docs.stripe.com/testing */
export const testMethods = {
  card: 'Card 4242: works',
  card_then_declined: 'Card 0341: works now, and is declined from then on',
  declined: 'Card 0002: is declined',
  bank: 'Bank debit: the money comes days later, or does not',
  none: 'Nothing yet, where nothing is due',
} as const

export type TestMethod = keyof typeof testMethods

/** As a payment method of a customer; `null` for none. */
export function methodFor(
  method: TestMethod,
  customer: string,
): (NewPaymentMethod & { customer: string }) | null {
  if (method === 'none') return null
  if (method === 'bank') return { customer, type: 'sepa_debit', last4: '3000' }
  if (method === 'card') return { customer, last4: '4242' }
  return { customer, last4: '0341', pays: 'succeeds' }
}
