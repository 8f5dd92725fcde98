import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import type { OrderTerms } from '../../../rules/checkout/judge-lines.ts'
import { orderNumberOf } from '../../../rules/checkout/order-number.ts'
import type { PressKey } from '../../../rules/checkout/press-key.ts'
import type { CustomerId } from '../../../rules/proved.ts'
import type { CheckoutSwitches } from './switches.ts'
import { toCustomerUpdate, toSwitches } from './switches.ts'

/** Who pays, as far as it was proven. */
export type Payer = { customer: CustomerId } | { email: string } | null

export type SessionOrder = {
  key: PressKey
  terms: OrderTerms
  /** One that Stripe lists for the page, or `auto`. */
  locale: string
  /** Where Stripe's page leads back to, without a fragment. */
  page: string
  /** Whose proof came with it; `null`: nobody's. */
  buyer: string | null
  /** The account that it is for; `null`: Stripe's page finds out whose address pays. */
  reference: string | null
}

/** What the owner configured. */
export type SessionSite = {
  switches: CheckoutSwitches
  /** Where whoever bought something finds it again: it is on Stripe's receipt. */
  pageUrl: string
}

type Params = Stripe.Checkout.SessionCreateParams

/** What Stripe knows an order by: the same order is the same key, whenever and in whichever tab it is placed. */
export type Identity = { number: string; idempotencyKey: string }

/**
 * Of all that Stripe is told, so that one key never comes with two orders, but for the payer: as whom an account pays
 * depends on what it paid before, and this very order may be that.
 * https://docs.stripe.com/api/idempotent_requests
 */
export function identify(order: SessionOrder, { switches }: SessionSite): Identity {
  const { cart, attempt } = order.key
  const told = JSON.stringify([cart, attempt, order.buyer, toOrder(order, switches)])
  const idempotencyKey = createHash('sha256').update(told).digest('hex')
  return { number: orderNumberOf(idempotencyKey), idempotencyKey }
}

/**
 * What Stripe is told of an order. Nothing in it may differ between two presses: no clock, no chance.
 * https://docs.stripe.com/api/checkout/sessions/create
 */
export function toSessionParams(order: SessionOrder, payer: Payer, site: SessionSite): Params {
  const { mode, trialDays, ships } = order.terms
  const { number } = identify(order, site)
  const metadata = { order: number, ...(ships === null ? {} : { ships: 'yes' }) }
  const description = `Order ${number} · ${site.pageUrl}`
  const named = { metadata, description }
  const invoice = mode === 'payment' && site.switches.invoices
  return {
    ...toOrder(order, site.switches),
    ...toPayer(payer, order.terms, site.switches),
    metadata,
    // The prices as Stripe has them at this moment, in the same answer.
    expand: ['line_items'],
    ...(mode === 'payment' ? { payment_intent_data: named } : {}),
    ...(invoice ? { invoice_creation: { enabled: true, invoice_data: named } } : {}),
    ...(mode === 'subscription'
      ? {
          subscription_data: {
            ...named,
            ...(trialDays === null ? {} : { trial_period_days: trialDays }),
          },
        }
      : {}),
  }
}

function toOrder(order: SessionOrder, switches: CheckoutSwitches): Params {
  const { terms, page, reference, locale } = order
  return {
    mode: terms.mode,
    line_items: terms.lines.map(({ price, quantity }) => ({
      price: price.id,
      ...(price.isMetered ? {} : { quantity }),
    })),
    success_url: `${page}#bought={CHECKOUT_SESSION_ID}`,
    cancel_url: page,
    locale,
    integration_identifier: 'portal-gateway',
    ...(reference === null ? {} : { client_reference_id: reference }),
    ...toAsks(terms),
    ...toSwitches(switches),
  }
}

/** What a parcel needs. */
function toAsks({ ships, shipping, phone }: OrderTerms): Params {
  return {
    ...(ships === null
      ? {}
      : { shipping_address_collection: { allowed_countries: ships as never } }),
    ...(shipping.length === 0
      ? {}
      : { shipping_options: shipping.map((shipping_rate) => ({ shipping_rate })) }),
    ...(phone ? { phone_number_collection: { enabled: true } } : {}),
  }
}

/** Without a customer, a subscription makes one anyway; a payment would be a guest's, who has no portal. */
function toPayer(payer: Payer, { mode, ships }: OrderTerms, switches: CheckoutSwitches): Params {
  if (payer !== null && 'customer' in payer)
    return { customer: payer.customer, ...toCustomerUpdate(switches, ships !== null) }
  return {
    ...(payer === null ? {} : { customer_email: payer.email }),
    ...(mode === 'subscription' ? {} : { customer_creation: 'always' }),
  }
}
