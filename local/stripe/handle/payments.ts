import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import type { NewPaymentMethod } from '../objects/payments/payment-methods.ts'
import { createPaymentMethod } from '../objects/payments/payment-methods.ts'
import { chargesOf, refundCharge } from '../objects/payments/payments.ts'
import type { NewSale } from '../objects/selling/checkout-sessions.ts'
import { createSale } from '../objects/selling/checkout-sessions.ts'

/** Money that moves. */
export function paymentsHandle(account: () => Account) {
  return {
    createPaymentMethod: (fields: NewPaymentMethod): Stripe.PaymentMethod =>
      createPaymentMethod(account(), fields),
    /** Bought once, at Checkout. */
    createSale: (fields: NewSale): Stripe.Checkout.Session => createSale(account(), fields),
    /** Gives money back, in minor units. */
    refundCharge: (id: string, amount: number): void => refundCharge(account(), id, amount),
    charges: (): Stripe.Charge[] =>
      chargesOf(account())
        .sorted()
        .map(({ object }) => object)
        .toReversed(),
  }
}
