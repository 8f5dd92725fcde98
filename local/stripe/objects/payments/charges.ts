import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount } from '../../account.ts'
import { noSuch } from '../../api/problem.ts'
import type { Entry } from '../../collection.ts'
import { createCollection } from '../../collection.ts'
import type { IntentRecord } from './intents.ts'
import { getIntent } from './intents.ts'

export type ChargeRecord = Entry & {
  intent: string
  status: 'succeeded' | 'pending' | 'failed'
  /** Given back so far, without what failed. */
  amountRefunded: number
  isDisputed: boolean
  receiptNumber: string
}

/** Every charge of an account. */
export const chargesOf = perAccount(() => createCollection<ChargeRecord>())

/** Another attempt to take the money of a payment intent. */
export function addCharge(
  account: Account,
  intent: IntentRecord,
  { status, at }: { status: ChargeRecord['status']; at: number },
): ChargeRecord {
  const id = account.nextId('ch')
  intent.latestCharge = id
  return chargesOf(account).add({
    id,
    created: at,
    seq: 0,
    intent: intent.id,
    status,
    amountRefunded: 0,
    isDisputed: false,
    receiptNumber: `${String(chargesOf(account).size() + 1001)}-${id.slice(-4).toUpperCase()}`,
  })
}

/** @throws 404 (400 if a parameter names it) */
export function getCharge(account: Account, id: string, param = 'id'): ChargeRecord {
  const record = chargesOf(account).find(id)
  if (!record) throw noSuch('charge', id, param)
  return record
}

/** A charge as the API answers it. */
export function chargeObject(account: Account, record: ChargeRecord): Stripe.Charge {
  const { id, created, status, amountRefunded } = record
  const intent = getIntent(account, record.intent)
  const { amount, currency, customer, email } = intent
  const isFailed = status === 'failed'
  return {
    id,
    object: 'charge',
    amount,
    amount_captured: isFailed ? 0 : amount,
    amount_refunded: amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: 'STAND-IN',
    captured: !isFailed,
    created,
    currency,
    customer,
    description: intent.description,
    disputed: record.isDisputed,
    failure_balance_transaction: null,
    failure_code: isFailed ? 'card_declined' : null,
    failure_message: isFailed ? 'Your card was declined.' : null,
    fraud_details: null,
    livemode: account.livemode,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: null,
    paid: status === 'succeeded',
    payment_intent: intent.id,
    payment_method: intent.method,
    payment_method_details: null,
    receipt_email: email,
    receipt_number: record.receiptNumber,
    receipt_url: isFailed ? null : `${account.world.publicUrl()}/receipt/${id}`,
    refunded: status === 'succeeded' && amountRefunded === amount,
    review: null,
    shipping: intent.shipping,
    source: null as unknown as Stripe.CustomerSource,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  }
}
