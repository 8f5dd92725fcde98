import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount } from '../../account.ts'
import type { Boxed } from '../../collection.ts'
import { boxed, createCollection } from '../../collection.ts'

/** Every payment intent of an account. */
export const paymentIntentsOf = perAccount(() => createCollection<Boxed<Stripe.PaymentIntent>>())
/** Every charge of an account. */
export const chargesOf = perAccount(() => createCollection<Boxed<Stripe.Charge>>())

export type NewPayment = { amount: number; currency: string; created: number; email: string }

/** A payment by card that succeeded, as a guest makes it. */
export function createPayment(account: Account, payment: NewPayment): Stripe.PaymentIntent {
  const { amount, currency, created } = payment
  const id = account.nextId('pi')
  const charge = createCharge(account, id, payment)
  const intent: Stripe.PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_received: amount,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: null,
    confirmation_method: 'automatic',
    created,
    currency,
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: charge.id,
    livemode: account.livemode,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: charge.payment_method,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_group: null,
  }
  paymentIntentsOf(account).add(boxed(intent))
  return intent
}

/** Gives back so much of a charge, in minor units. */
export function refundCharge(account: Account, id: string, amount: number): void {
  const { object } = chargesOf(account).find(id)!
  object.amount_refunded += amount
  object.refunded = object.amount_refunded === object.amount
}

function createCharge(
  account: Account,
  intent: string,
  { amount, currency, created, email }: NewPayment,
): Stripe.Charge {
  const id = account.nextId('ch')
  const charge: Stripe.Charge = {
    id,
    object: 'charge',
    amount,
    amount_captured: amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: 'STAND-IN',
    captured: true,
    created,
    currency,
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: null,
    livemode: account.livemode,
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: intent,
    payment_method: account.nextId('pm'),
    payment_method_details: null,
    receipt_email: email,
    receipt_number: `${String(chargesOf(account).size() + 1001)}-${id.slice(-4).toUpperCase()}`,
    receipt_url: `${account.world.publicUrl()}/receipt/${id}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null as unknown as Stripe.CustomerSource,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_data: null,
    transfer_group: null,
  }
  chargesOf(account).add(boxed(charge))
  return charge
}
