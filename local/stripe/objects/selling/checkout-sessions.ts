import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount, secondsOf } from '../../account.ts'
import type { Boxed } from '../../collection.ts'
import { boxed, createCollection } from '../../collection.ts'
import { amountFor } from '../catalogue/price.ts'
import { getPrice } from '../catalogue/prices.ts'
import { getProduct } from '../catalogue/products.ts'
import { createPayment } from '../payments/payments.ts'

export type NewSale = {
  email: string
  lines: { price: string; quantity?: number }[]
  created?: number
  /** A guest's unless given. */
  customer?: string
  /** Paid unless given: a delayed method may still be on its way. */
  payment_status?: 'paid' | 'unpaid'
}

type Session = Stripe.Checkout.Session
type Kept = Boxed<Session> & { lines: Stripe.LineItem[] }

/** Every Checkout Session of an account. */
export const checkoutSessionsOf = perAccount(() => createCollection<Kept>())

/** A completed session of Checkout in payment mode: something was bought once. @throws 404 for an unknown price */
export function createSale(
  account: Account,
  { email, lines, created = secondsOf(account), customer, payment_status = 'paid' }: NewSale,
): Session {
  const items = lines.map(({ price, quantity = 1 }) => createLine(account, price, quantity))
  const amount = items.reduce((sum, { amount_total }) => sum + amount_total, 0)
  const currency = items[0]?.currency ?? 'usd'
  const payment = createPayment(account, { amount, currency, created, email })
  const session: Session = {
    ...blank(account),
    amount_subtotal: amount,
    amount_total: amount,
    created,
    currency,
    customer: customer ?? null,
    customer_creation: customer === undefined ? 'if_required' : null,
    customer_details: {
      address: null,
      business_name: null,
      email,
      individual_name: null,
      name: null,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    expires_at: created + 86_400,
    payment_intent: payment.id,
    payment_status,
  }
  checkoutSessionsOf(account).add({ ...boxed(session), lines: items })
  return { ...session }
}

function createLine(account: Account, id: string, quantity: number): Stripe.LineItem {
  const price = getPrice(account, id)
  const amount = amountFor(price, quantity)
  return {
    id: account.nextId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: getProduct(account, price.product as string).name,
    metadata: {},
    price,
    quantity,
  }
}

function blank(account: Account) {
  return {
    id: account.nextId(account.livemode ? 'cs_live' : 'cs_test'),
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: null,
    client_reference_id: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer_account: null,
    customer_email: null,
    discounts: [],
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: account.livemode,
    locale: null,
    managed_payments: null,
    metadata: {},
    mode: 'payment',
    origin_context: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'complete',
    submit_type: null,
    subscription: null,
    success_url: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: null,
    wallet_options: null,
  } satisfies Partial<Session>
}
