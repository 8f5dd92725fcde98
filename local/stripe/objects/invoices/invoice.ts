import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { customerAccountOf, customersOf } from '../customers.ts'
import { amountsOf } from './invoice-amounts.ts'
import { lineObject } from './invoice-line.ts'
import type { InvoiceRecord } from './invoice-record.ts'

const embeddedLines = 10

/** An invoice as the API answers it, with its first ten lines. */
export function invoiceObject(account: Account, record: InvoiceRecord): Stripe.Invoice {
  const { id, created, customer, email, subscription, status, finalizedAt, isSent } = record
  const isDraft = status === 'draft'
  const lines = record.lines.map((line) => lineObject(account, record, line))
  const starts = record.lines.map(({ start }) => start)
  return {
    ...alwaysTheSame(),
    ...amountsOf(record),
    id,
    attempt_count: record.attempts,
    attempted: record.attempts > 0,
    automatically_finalizes_at: isDraft ? record.finalizesAt : null,
    billing_reason: record.reason,
    description: record.sale?.description ?? null,
    metadata: { ...record.sale?.metadata },
    collection_method: isSent ? 'send_invoice' : 'charge_automatically',
    created,
    currency: record.currency,
    customer,
    customer_account: customer === null ? null : customerAccountOf(account, customer),
    customer_email: email,
    customer_name: customer === null ? null : (customersOf(account).find(customer)?.name ?? null),
    due_date: isSent ? created + 30 * 86_400 : null,
    effective_at: finalizedAt,
    hosted_invoice_url: isDraft ? null : `${account.world.publicUrl()}/invoice/${id}`,
    lines: {
      object: 'list',
      data: lines.slice(0, embeddedLines),
      has_more: lines.length > embeddedLines,
      url: `/v1/invoices/${id}/lines`,
    },
    livemode: account.livemode,
    next_payment_attempt: isDraft && !isSent ? record.finalizesAt : record.nextAttemptAt,
    number: record.number,
    parent:
      subscription === null
        ? null
        : {
            quote_details: null,
            subscription_details: { metadata: {}, subscription },
            type: 'subscription_details',
          },
    // Of a subscription: the period before this one, as Stripe has it.
    period_end: created,
    period_start: Math.min(created, ...starts),
    status,
    status_transitions: {
      finalized_at: finalizedAt,
      marked_uncollectible_at: null,
      paid_at: record.paidAt,
      voided_at: record.voidedAt,
    },
    webhooks_delivered_at: created,
  }
}

/** What no invoice of the stand-in differs in. */
function alwaysTheSame() {
  return {
    object: 'invoice' as const,
    account_country: 'DE',
    account_name: 'Stand-in',
    account_tax_ids: null,
    application: null,
    auto_advance: true,
    automatic_tax: {
      disabled_reason: null,
      enabled: false,
      liability: null,
      provider: null,
      status: null,
    },
    custom_fields: null,
    customer_address: null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none' as const,
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    discounts: [],
    footer: null,
    from_invoice: null,
    invoice_pdf: null,
    issuer: { type: 'self' as const },
    last_finalization_error: null,
    latest_revision: null,
    on_behalf_of: null,
    payment_settings: {
      default_mandate: null,
      payment_method_options: null,
      payment_method_types: null,
    },
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    statement_descriptor: null,
    test_clock: null,
  }
}
