import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { chargeObject, chargesOf } from '../objects/payments/charges.ts'
import { disputeObject } from '../objects/payments/dispute.ts'
import type { DisputeStep, NewDispute } from '../objects/payments/disputes.ts'
import { disputesOf, openDispute, stepDispute } from '../objects/payments/disputes.ts'
import type { Outcome } from '../objects/payments/pay.ts'
import type { NewPaymentMethod } from '../objects/payments/payment-methods.ts'
import { createPaymentMethod, setOutcome } from '../objects/payments/payment-methods.ts'
import type { NewRefund } from '../objects/payments/refunds.ts'
import { createRefund, refundObject, refundsOf, settleRefund } from '../objects/payments/refunds.ts'

/** Money that moves. */
export function paymentsHandle(account: () => Account) {
  return {
    createPaymentMethod: (fields: NewPaymentMethod): Stripe.PaymentMethod =>
      createPaymentMethod(account(), fields),
    /** What becomes of a charge to it from now on. */
    setPaymentOutcome: (method: string, outcome: Outcome): void =>
      setOutcome(account(), method, outcome),
    /** Newest first, the failed ones too. */
    charges: (): Stripe.Charge[] =>
      chargesOf(account())
        .sorted()
        .map((record) => chargeObject(account(), record))
        .toReversed(),
    /** Gives money back, in minor units: all that is left unless an amount is given. */
    refundCharge(
      charge: string,
      amount?: number,
      more: Pick<NewRefund, 'status' | 'reason'> = {},
    ): Stripe.Refund {
      return refundObject(account(), createRefund(account(), { charge, amount, ...more }))
    },
    /** A pending refund arrives, or any refund fails. */
    settleRefund: (id: string, outcome: 'succeeds' | 'fails'): void =>
      settleRefund(account(), id, outcome),
    /** Newest first. */
    refunds: (): Stripe.Refund[] =>
      refundsOf(account())
        .sorted()
        .map((record) => refundObject(account(), record))
        .toReversed(),
    openDispute: (fields: NewDispute): Stripe.Dispute =>
      disputeObject(account(), openDispute(account(), fields)),
    stepDispute: (id: string, step: DisputeStep): void => stepDispute(account(), id, step),
    /** Newest first. */
    disputes: (): Stripe.Dispute[] =>
      disputesOf(account())
        .sorted()
        .map((record) => disputeObject(account(), record))
        .toReversed(),
  }
}
