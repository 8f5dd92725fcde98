import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { secondsOf } from '../account.ts'
import type { PlanChange } from '../objects/billing/change-plan.ts'
import { changePlan } from '../objects/billing/change-plan.ts'
import { advance, catchUp } from '../objects/billing/clock.ts'
import { setOutcomeFor, settleInvoice } from '../objects/billing/collect.ts'
import type { SeededSubscription } from '../objects/billing/seed-subscription.ts'
import { createSubscription } from '../objects/billing/seed-subscription.ts'
import { draftSeconds, resumeSubscription } from '../objects/billing/start-period.ts'
import type { SubscriptionRecord } from '../objects/billing/subscription.ts'
import { subscriptionObject } from '../objects/billing/subscription.ts'
import {
  cancelSubscription,
  changeSubscription,
  endOf,
  getSubscription,
  subscriptionsOf,
  timeOf,
} from '../objects/billing/subscriptions.ts'
import type { Quietly } from '../objects/events.ts'
import { invoicePaymentObject, invoicePaymentsOf } from '../objects/invoices/invoice-payments.ts'
import { invoiceObject } from '../objects/invoices/invoice.ts'
import { getInvoice, invoicesOf } from '../objects/invoices/invoices.ts'
import type { Outcome } from '../objects/payments/pay.ts'

/** What is paid again and again. */
export function billingHandle(account: () => Account) {
  const read = (id: string) => getSubscription(account(), id)
  return {
    createSubscription: (fields: SeededSubscription, options?: Quietly): Stripe.Subscription =>
      subscriptionObject(account(), createSubscription(account(), fields, options)),
    changeSubscription: (id: string, change: Partial<SubscriptionRecord>): void =>
      changeSubscription(account(), read(id), change),
    /** As the portal does it: at once, and what it costs is on an invoice of its own. */
    changePlan(id: string, change: PlanChange): void {
      const settings = {
        billing_cycle_anchor: null,
        proration_behavior: 'always_invoice',
        schedule_at_period_end: { conditions: [] },
        trial_update_behavior: 'continue_trial',
      } satisfies Parameters<typeof changePlan>[2]['settings']
      changePlan(account(), read(id), { change, settings })
    },
    /** Of its coupon; 0 if it has none. */
    percentOffOf: (id: string): number => read(id).percentOff ?? 0,
    cancelSubscription: (id: string, options?: Quietly): void =>
      cancelSubscription(account(), read(id), options),
    /** What becomes of its charges from now on. */
    setSubscriptionOutcome: (id: string, outcome: Outcome): void =>
      setOutcomeFor(account(), read(id), outcome),
    /** One that paused because its trial ended without a payment method. */
    resumeSubscription: (id: string): void =>
      resumeSubscription(account(), read(id), timeOf(account(), read(id))),
    /** Newest first, the ended ones too. */
    subscriptions: (): Stripe.Subscription[] =>
      subscriptionsOf(account())
        .sorted()
        .map((record) => subscriptionObject(account(), record))
        .toReversed(),

    /** Moves one subscription's own time to a second; whatever becomes due on the way happens. */
    advanceSubscription: (id: string, to: number): void => advance(account(), read(id), to),
    /** Moves it to the end of its period: it is over, or its next invoice is a draft. */
    endPeriod: (id: string): void => advance(account(), read(id), endOf(read(id))),
    /** Moves it on by the hour that a draft waits: it is paid, or the payment fails. */
    passDraftHour(id: string): void {
      advance(account(), read(id), timeOf(account(), read(id)) + draftSeconds)
    },
    /** Whatever is due by the stand-in's clock happens now; nothing does by itself. */
    catchUp: (): void => catchUp(account()),
    /** The owner was paid by other means. */
    payElsewhere(invoice: string): void {
      const record = getInvoice(account(), invoice)
      settleInvoice(account(), record, { at: secondsOf(account()), isPaidElsewhere: true })
    },
    /** What ties invoices to the payments that pay them, oldest first. */
    invoicePayments: (): Stripe.InvoicePayment[] =>
      invoicePaymentsOf(account())
        .sorted()
        .map((record) => invoicePaymentObject(account(), record)),
    /** Newest first, the drafts too. */
    invoices: (): Stripe.Invoice[] =>
      invoicesOf(account())
        .sorted()
        .map((record) => invoiceObject(account(), record))
        .toReversed(),
  }
}
