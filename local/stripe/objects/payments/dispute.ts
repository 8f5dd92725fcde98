import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import type { Entry } from '../../collection.ts'

export type DisputeRecord = Entry & {
  charge: string
  intent: string
  amount: number
  currency: string
  reason: string
  status: Stripe.Dispute.Status
  /** What moved: taken when the dispute began or was escalated, given back when it was won. */
  movements: { id: string; at: number; amount: number }[]
}

const daysToAnswer = 14

/** A dispute as the API answers it. */
export function disputeObject(account: Account, record: DisputeRecord): Stripe.Dispute {
  const { id, amount, charge, created, currency, status } = record
  const isInquiry = status.startsWith('warning_')
  return {
    id,
    object: 'dispute',
    amount,
    balance_transactions: record.movements.map((movement) => movementObject(record, movement)),
    charge,
    created,
    currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence(),
    evidence_details: {
      due_by: status.endsWith('needs_response') ? created + daysToAnswer * 86_400 : null,
      enhanced_eligibility: {},
      has_evidence: status.endsWith('under_review'),
      past_due: false,
      submission_count: status.endsWith('under_review') ? 1 : 0,
      submission_method: status.endsWith('under_review') ? 'manual' : 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: account.livemode,
    metadata: {},
    payment_intent: record.intent,
    payment_method_details: {
      card: {
        brand: 'visa',
        network: 'visa',
        case_type: isInquiry ? 'inquiry' : 'chargeback',
        network_reason_code: '10.4',
      },
      type: 'card',
    },
    reason: record.reason,
    status,
  }
}

function movementObject(
  { id: source, currency, charge }: DisputeRecord,
  { id, at, amount }: DisputeRecord['movements'][number],
): Stripe.BalanceTransaction {
  const fee = amount < 0 ? 1500 : 0
  return {
    id,
    object: 'balance_transaction',
    amount,
    available_on: at,
    balance_type: 'payments',
    created: at,
    currency,
    description: `Chargeback ${amount < 0 ? 'withdrawal' : 'reversal'} for ${charge}`,
    exchange_rate: null,
    fee,
    fee_details: [],
    net: amount - fee,
    reporting_category: amount < 0 ? 'dispute' : 'dispute_reversal',
    source,
    status: 'available',
    type: 'adjustment',
  }
}

function noEvidence(): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: null,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  }
}
