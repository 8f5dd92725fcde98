import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { amountFor } from '../catalogue/price.ts'
import { getPrice } from '../catalogue/prices.ts'
import { customerAccountOf, getCustomer } from '../customers.ts'
import type { SubscriptionRecord } from './subscription.ts'
import { latestInvoiceId } from './subscription.ts'
import { changeSubscription } from './subscriptions.ts'

const owing = ['past_due', 'unpaid', 'incomplete']

/** The newest invoice of a subscription, made from what the subscription is; `null` if there is none. */
export function latestInvoiceOf(
  account: Account,
  record: SubscriptionRecord,
): Stripe.Invoice | null {
  const id = latestInvoiceId(record)
  if (id === null) return null
  const status = record.invoice?.status ?? usualStatus(record)
  const total = record.invoice?.total ?? totalOf(account, record)
  const paid = status === 'paid' ? total : 0
  const created = record.items[0]?.periodStart ?? record.created
  return {
    ...blank(account, record, { id, created }),
    ...amounts(total, paid),
    status,
    ...record.invoice,
  }
}

/** Pays it, as the customer does on its hosted page: what was overdue runs again. */
export function payInvoice(account: Account, record: SubscriptionRecord): void {
  const status = owing.includes(record.status) ? 'active' : record.status
  changeSubscription(account, record, { status, invoice: undefined })
}

function usualStatus({ status }: SubscriptionRecord): Stripe.Invoice.Status {
  if (status === 'incomplete_expired') return 'void'
  return owing.includes(status) ? 'open' : 'paid'
}

/** Packages are begun or full, a trial costs nothing, usage nothing yet; a discount is rounded on the whole. */
function totalOf(account: Account, record: SubscriptionRecord): number {
  if (record.status === 'trialing') return 0
  const sum = record.items.reduce((before, { price: id, quantity = 0 }) => {
    return before + amountFor(getPrice(account, id), quantity)
  }, 0)
  return Math.round((sum * (100 - (record.percentOff ?? 0))) / 100)
}

function amounts(total: number, paid: number) {
  return {
    amount_due: total,
    amount_overpaid: 0,
    amount_paid: paid,
    amount_remaining: total - paid,
    amount_shipping: 0,
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
  }
}

function blank(
  account: Account,
  record: SubscriptionRecord,
  { id, created }: { id: string; created: number },
): Omit<Stripe.Invoice, keyof ReturnType<typeof amounts>> {
  const { name, email } = getCustomer(account, record.customer)
  const isSent = record.collectionMethod === 'send_invoice'
  const [first] = record.items
  return {
    id,
    object: 'invoice',
    account_country: 'DE',
    account_name: 'Stand-in',
    account_tax_ids: null,
    application: null,
    attempt_count: isSent ? 0 : 1,
    attempted: !isSent,
    auto_advance: true,
    automatic_tax: {
      disabled_reason: null,
      enabled: false,
      liability: null,
      provider: null,
      status: null,
    },
    automatically_finalizes_at: null,
    billing_reason: 'subscription_cycle',
    collection_method: record.collectionMethod,
    created,
    currency: first ? getPrice(account, first.price).currency : 'usd',
    custom_fields: null,
    customer: record.customer,
    customer_account: customerAccountOf(account, record.customer),
    customer_address: null,
    customer_email: email,
    customer_name: name,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: isSent ? created + 30 * 86_400 : null,
    effective_at: created,
    ending_balance: 0,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: `${account.world.publicUrl()}/invoice/${id}`,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: [], has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: account.livemode,
    metadata: {},
    next_payment_attempt: null,
    number: `${id.slice(-8).toUpperCase()}-0001`,
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: {}, subscription: record.id },
      type: 'subscription_details',
    },
    payment_settings: {
      default_mandate: null,
      payment_method_options: null,
      payment_method_types: null,
    },
    period_end: created,
    period_start: created,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: null,
    status_transitions: {
      finalized_at: created,
      marked_uncollectible_at: null,
      paid_at: usualStatus(record) === 'paid' ? created : null,
      voided_at: null,
    },
    test_clock: null,
    webhooks_delivered_at: created,
  }
}
