import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import type { Quietly } from '../objects/events.ts'
import type { NewSale } from '../objects/selling/checkout-sessions.ts'
import {
  checkoutSessionsOf,
  createSale,
  expireSession,
  getCheckoutSession,
} from '../objects/selling/checkout-sessions.ts'
import type { Payer } from '../objects/selling/complete-session.ts'
import { completeSession } from '../objects/selling/complete-session.ts'
import type { LinkQuery, NewLink } from '../objects/selling/payment-links.ts'
import {
  createPaymentLink,
  followLink,
  updatePaymentLink,
} from '../objects/selling/payment-links.ts'
import type { PromotionCode } from '../objects/selling/promotion-codes.ts'
import { createPromotionCode } from '../objects/selling/promotion-codes.ts'
import type { NewRate } from '../objects/selling/shipping-rates.ts'
import { createShippingRate, switchShippingRate } from '../objects/selling/shipping-rates.ts'
import { settleDelayed } from '../objects/selling/settle-payment.ts'

/** Orders. */
export function sellingHandle(account: () => Account) {
  return {
    /** Bought once at Checkout, some time ago; no event tells of it. */
    createSale: (fields: NewSale): Stripe.Checkout.Session => createSale(account(), fields),
    /** As the payer does on the page of an open session. @throws what the page would say */
    payCheckout(session: string, payer: Payer = {}): Stripe.Checkout.Session {
      const entry = getCheckoutSession(account(), session)
      completeSession(account(), entry, payer)
      return { ...entry.object }
    },
    /** Opens the page of a link, as its address does. */
    followLink: (link: string, query: LinkQuery = {}): Stripe.Checkout.Session => ({
      ...followLink(account(), link, query).object,
    }),
    createPaymentLink: (fields: NewLink, options?: Quietly): Stripe.PaymentLink =>
      createPaymentLink(account(), fields, options),
    updatePaymentLink: (id: string, fields: Partial<Stripe.PaymentLink>): Stripe.PaymentLink =>
      updatePaymentLink(account(), id, fields),
    createPromotionCode: (fields: { code: string; percent_off: number }): PromotionCode =>
      createPromotionCode(account(), fields),
    createShippingRate: (rate: NewRate): Stripe.ShippingRate => createShippingRate(account(), rate),
    switchShippingRate: (id: string, active: boolean): void =>
      switchShippingRate(account(), id, active),
    expireCheckout: (session: string): void => void expireSession(account(), session),
    /** A delayed method has the money, or doesn't; by its payment intent. */
    settlePayment: (intent: string, outcome: 'succeeds' | 'fails'): void =>
      settleDelayed(account(), intent, outcome),
    /** Newest first. */
    checkoutSessions: (): Stripe.Checkout.Session[] =>
      checkoutSessionsOf(account())
        .sorted()
        .map(({ object }) => ({ ...object }))
        .toReversed(),
  }
}
