import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount } from '../../account.ts'
import { noSuch } from '../../api/problem.ts'
import type { Entry } from '../../collection.ts'
import { createCollection } from '../../collection.ts'

/** How something is paid. A delayed method says days later whether the money came. */
export type MethodType = 'card' | 'sepa_debit' | 'paypal' | 'link'

export type IntentRecord = Entry & {
  amount: number
  currency: string
  /** `null`: a guest's. */
  customer: string | null
  email: string | null
  method: string
  methodType: MethodType
  status: 'succeeded' | 'processing' | 'requires_payment_method'
  latestCharge: string | null
  metadata: Stripe.Metadata
  description: string | null
  shipping: { name: string; address: Stripe.Address } | null
}

/** Every payment intent of an account. */
export const paymentIntentsOf = perAccount(() => createCollection<IntentRecord>())

/** @throws 404 (400 if a parameter names it) */
export function getIntent(account: Account, id: string, param = 'id'): IntentRecord {
  const record = paymentIntentsOf(account).find(id)
  if (!record) throw noSuch('payment_intent', id, param)
  return record
}

/** A payment intent as the API answers it. */
export function intentObject(account: Account, record: IntentRecord): Stripe.PaymentIntent {
  const { id, amount, created, currency, customer, status } = record
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_received: status === 'succeeded' ? amount : 0,
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
    customer,
    customer_account: null,
    description: record.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: record.latestCharge,
    livemode: account.livemode,
    managed_payments: null,
    metadata: { ...record.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: status === 'requires_payment_method' ? null : record.method,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: [record.methodType],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: record.shipping,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_group: null,
  }
}
