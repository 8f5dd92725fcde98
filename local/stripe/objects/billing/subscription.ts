import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import type { Entry } from '../../collection.ts'
import { planObject } from '../catalogue/price.ts'
import { getPrice } from '../catalogue/prices.ts'
import { customerAccountOf } from '../customers.ts'

type SubscriptionItemRecord = {
  id: string
  price: string
  /** Absent if usage is metered. */
  quantity?: number
  /** Seconds, as all times here. */
  periodStart: number
  periodEnd: number
}

export type SubscriptionRecord = Entry & {
  customer: string
  status: Stripe.Subscription.Status
  items: SubscriptionItemRecord[]
  cancelAt: number | null
  cancelAtPeriodEnd: boolean
  canceledAt: number | null
  endedAt: number | null
  pause: Stripe.Subscription.PauseCollection | null
  collectionMethod: Stripe.Subscription.CollectionMethod
  /** Its own, which comes before its customer's. */
  paymentMethod: string | null
  percentOff: number | null
  /** What the newest invoice says besides what follows from the subscription; `null`: there is no invoice. */
  invoice: Partial<Stripe.Invoice> | null | undefined
}

/** Of the newest invoice. */
export function latestInvoiceId({ id, invoice }: SubscriptionRecord): string | null {
  return invoice === null ? null : id.replace(/^sub_/, 'in_')
}

/** A subscription as the API answers it; prices are whole, their products are ids. */
export function subscriptionObject(
  account: Account,
  record: SubscriptionRecord,
): Stripe.Subscription {
  const { id, created } = record
  const items = record.items.map((item) => itemObject(account, record, item))
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: created,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: record.cancelAt,
    cancel_at_period_end: record.cancelAtPeriodEnd,
    canceled_at: record.canceledAt,
    cancellation_details: {
      comment: null,
      feedback: null,
      feedback_option: null,
      reason: record.canceledAt ? 'cancellation_requested' : null,
    },
    collection_method: record.collectionMethod,
    created,
    currency: items[0]?.price.currency ?? 'usd',
    customer: record.customer,
    customer_account: customerAccountOf(account, record.customer),
    days_until_due: record.collectionMethod === 'send_invoice' ? 30 : null,
    default_payment_method: record.paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: null,
    // Ids, as long as nobody expands them.
    discounts: record.percentOff === null ? [] : [id.replace(/^sub_/, 'di_')],
    ended_at: record.endedAt,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: {
      object: 'list',
      data: items,
      has_more: false,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    latest_invoice: latestInvoiceId(record),
    livemode: account.livemode,
    managed_payments: null,
    metadata: {},
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: record.pause,
    payment_settings: null,
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: created,
    status: record.status,
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' },
    },
    trial_start: null,
  }
}

function itemObject(
  account: Account,
  { id: subscription, created }: SubscriptionRecord,
  item: SubscriptionItemRecord,
): Stripe.SubscriptionItem {
  const price = getPrice(account, item.price)
  return {
    id: item.id,
    object: 'subscription_item',
    billing_thresholds: null,
    created,
    current_period_end: item.periodEnd,
    current_period_start: item.periodStart,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planObject(price),
    price,
    ...(item.quantity !== undefined && { quantity: item.quantity }),
    subscription,
    tax_rates: [],
  }
}
