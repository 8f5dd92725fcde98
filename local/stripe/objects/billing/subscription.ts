import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import type { Entry } from '../../collection.ts'
import { planObject } from '../catalogue/price.ts'
import { getPrice } from '../catalogue/prices.ts'
import { customerAccountOf } from '../customers.ts'
import type { InvoiceLine } from '../invoices/invoice-line.ts'
import { discountId } from '../invoices/invoice-line.ts'
import type { Outcome } from '../payments/pay.ts'

export type SubscriptionItemRecord = {
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
  /** From which the periods are counted. */
  anchor: number
  cancelAt: number | null
  cancelAtPeriodEnd: boolean
  canceledAt: number | null
  endedAt: number | null
  pause: Stripe.Subscription.PauseCollection | null
  collectionMethod: Stripe.Subscription.CollectionMethod
  /** Its own, which comes before its customer's. */
  paymentMethod: string | null
  /** What becomes of a charge where no payment method is named: what paid a seeded invoice pays the next ones, too. */
  unnamedMethod: Outcome
  percentOff: number | null
  trialStart: number | null
  trialEnd: number | null
  /** What becomes of it if the trial ends without a payment method. */
  afterTrial: 'create_invoice' | 'cancel' | 'pause'
  /** Of the newest one. */
  invoice: string | null
  /** Of those that were neither paid nor given up when somebody last looked. */
  unsettled: string[]
  /** Prorations that the next invoice takes up. */
  pendingLines: InvoiceLine[]
  /** A change of plan that waits for the end of the period. */
  nextItems: { price: string; quantity: number }[] | null
  metadata: Stripe.Metadata
  description: string | null
  /** Why it was canceled. */
  endReason: 'cancellation_requested' | 'payment_failed' | null
  /** How far its own time has been moved on; seconds, and 0 if it never was. */
  clock: number
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
    billing_cycle_anchor: record.anchor,
    billing_cycle_anchor_config: null,
    billing_mode: {
      flexible: { proration_discounts: account.world.control.prorationDiscounts },
      type: 'flexible',
    },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: record.cancelAt,
    cancel_at_period_end: record.cancelAtPeriodEnd,
    canceled_at: record.canceledAt,
    cancellation_details: {
      comment: null,
      feedback: null,
      feedback_option: null,
      reason: record.canceledAt ? (record.endReason ?? 'cancellation_requested') : null,
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
    description: record.description,
    // Ids, as long as nobody expands them.
    discounts: record.percentOff === null ? [] : [discountId(id)],
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
    latest_invoice: record.invoice,
    livemode: account.livemode,
    managed_payments: null,
    metadata: { ...record.metadata },
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: record.pause,
    payment_settings: null,
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: record.nextItems && id.replace(/^sub_/, 'sub_sched_'),
    start_date: created,
    status: record.status,
    test_clock: null,
    transfer_data: null,
    trial_end: record.trialEnd,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: record.afterTrial },
    },
    trial_start: record.trialStart,
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
