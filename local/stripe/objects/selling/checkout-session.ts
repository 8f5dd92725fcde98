import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import type { Boxed } from '../../collection.ts'
import type { SubscriptionRecord } from '../billing/subscription.ts'
import type { LineRecord, Terms } from './line-items.ts'
import { amountsOfLine } from './line-items.ts'

export type Session = Stripe.Checkout.Session

/** What a session is to become, besides what it says. */
export type SessionPlan = {
  trialDays: number | undefined
  afterTrial: SubscriptionRecord['afterTrial'] | undefined
  subscriptionMetadata: Stripe.Metadata
  intentMetadata: Stripe.Metadata
  /** Of its payment or its subscription. */
  description: string | null
  percentOff: number
}

export type SessionEntry = Boxed<Session> & { lines: LineRecord[]; plan: SessionPlan }

/** Nothing special. */
export const plainPlan: SessionPlan = {
  trialDays: undefined,
  afterTrial: undefined,
  subscriptionMetadata: {},
  intentMetadata: {},
  description: null,
  percentOff: 0,
}

/** What the lines' amounts depend on. */
export function termsOf({ percentOff, trialDays }: SessionPlan): Terms {
  return { percentOff, isTrial: Boolean(trialDays) }
}

/** Adds the lines up; the session says the sums. */
export function addUp(account: Account, entry: SessionEntry): void {
  const amounts = entry.lines.map((line) => amountsOfLine(account, line, termsOf(entry.plan)))
  const sum = (name: 'subtotal' | 'discount' | 'total') =>
    amounts.reduce((before, amount) => before + amount[name], 0)
  const shipping = entry.object.shipping_cost?.amount_total ?? 0
  Object.assign(entry.object, {
    amount_subtotal: sum('subtotal'),
    amount_total: sum('total') + shipping,
    total_details: { amount_discount: sum('discount'), amount_shipping: shipping, amount_tax: 0 },
  })
}

/** Who pays, as far as it is known. */
export function customerDetails(
  email: string | null,
  name: string | null = null,
): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
}

/** A session that nobody has ordered anything with yet. */
export function blankSession(account: Account): Session {
  return {
    id: account.nextId(account.livemode ? 'cs_live' : 'cs_test'),
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: null,
    amount_total: null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: null,
    client_reference_id: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: 0,
    currency: null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: null,
    customer_account: null,
    customer_creation: null,
    customer_details: null,
    customer_email: null,
    discounts: [],
    expires_at: 0,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: account.livemode,
    locale: null,
    managed_payments: null,
    metadata: {},
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card', 'sepa_debit'],
    payment_status: 'unpaid',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: null,
    wallet_options: null,
  }
}
