import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount, secondsOf } from '../../account.ts'
import { amountWords } from '../../amount-words.ts'
import { invalid, noSuch } from '../../api/problem.ts'
import type { Entry } from '../../collection.ts'
import { createCollection } from '../../collection.ts'
import { emitEvent, findChanges } from '../events.ts'
import { chargeObject, getCharge } from './charges.ts'
import { disputesOf } from './disputes.ts'
import { getIntent } from './intents.ts'

export type RefundRecord = Entry & {
  charge: string
  amount: number
  reason: Stripe.Refund.Reason | null
  status: 'succeeded' | 'pending' | 'failed' | 'canceled'
  metadata: Stripe.Metadata
}

export type NewRefund = {
  charge: string
  /** In minor units; all that is left unless given. */
  amount?: number | undefined
  reason?: Stripe.Refund.Reason | null
  metadata?: Stripe.Metadata
  /** `pending`: the bank takes days, and may refuse. */
  status?: 'succeeded' | 'pending'
}

/** Every refund of an account. */
export const refundsOf = perAccount(() => createCollection<RefundRecord>())

/** Gives money back; events tell of it. @throws 404 without such a charge, 400 if there is not so much left */
export function createRefund(account: Account, order: NewRefund): RefundRecord {
  const charge = getCharge(account, order.charge, 'charge')
  const left = getIntent(account, charge.intent).amount - charge.amountRefunded
  const { amount = left, status = 'succeeded' } = order
  assertRefundable(account, order.charge, { amount, left })
  const before = chargeObject(account, charge)
  charge.amountRefunded += amount
  const record = refundsOf(account).add({
    id: account.nextId('re'),
    created: secondsOf(account),
    seq: 0,
    charge: charge.id,
    amount,
    reason: order.reason ?? null,
    status,
    metadata: order.metadata ?? {},
  })
  const after = chargeObject(account, charge)
  emitEvent(account, 'refund.created', refundObject(account, record))
  emitEvent(account, 'charge.refunded', after, findChanges(before, after) ?? {})
  return record
}

/** A pending refund arrives, or any refund fails: then the money is the shop's again, and the charge says so. */
export function settleRefund(account: Account, id: string, outcome: 'succeeds' | 'fails'): void {
  const record = getRefund(account, id)
  const isOver = record.status === 'failed' || record.status === 'canceled'
  if (isOver) throw invalid(`The refund '${id}' has already ${record.status}.`)
  const before = refundObject(account, record)
  record.status = outcome === 'fails' ? 'failed' : 'succeeded'
  if (outcome === 'fails') getCharge(account, record.charge).amountRefunded -= record.amount
  const after = refundObject(account, record)
  const changes = findChanges(before, after)
  if (!changes) return
  emitEvent(account, 'refund.updated', after, changes)
  emitEvent(account, 'charge.refund.updated', after, changes)
  if (outcome === 'fails') emitEvent(account, 'refund.failed', after)
}

/** @throws 404 (400 if a parameter names it) */
export function getRefund(account: Account, id: string, param = 'id'): RefundRecord {
  const record = refundsOf(account).find(id)
  if (!record) throw noSuch('refund', id, param)
  return record
}

/** A refund as the API answers it. */
export function refundObject(account: Account, record: RefundRecord): Stripe.Refund {
  const charge = getCharge(account, record.charge)
  const { currency, customer, id: intent } = getIntent(account, charge.intent)
  return {
    id: record.id,
    object: 'refund',
    amount: record.amount,
    balance_transaction: null,
    charge: record.charge,
    created: record.created,
    currency,
    customer,
    customer_account: null,
    ...(record.status === 'failed' && { failure_reason: 'expired_or_canceled_card' }),
    metadata: { ...record.metadata },
    payment_intent: intent,
    payment_method: null,
    ...(record.status === 'pending' && { pending_reason: 'processing' }),
    reason: record.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: record.status,
    transfer_reversal: null,
  }
}

function assertRefundable(
  account: Account,
  id: string,
  { amount, left }: { amount: number; left: number },
): void {
  const { status, intent } = getCharge(account, id)
  if (status !== 'succeeded') {
    throw invalid(`Charge ${id} has not succeeded, and can't be refunded.`, 'charge')
  }
  if (isTaken(account, id)) {
    throw invalid(
      `Charge ${id} has been charged back; cannot issue a refund.`,
      undefined,
      'charge_disputed',
    )
  }
  if (left === 0) {
    throw invalid(`Charge ${id} has already been refunded.`, undefined, 'charge_already_refunded')
  }
  if (amount < 1) throw invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer')
  if (amount <= left) return
  const { currency } = getIntent(account, intent)
  const [asked, rest] = [amount, left].map((each) => amountWords(each, currency))
  throw invalid(
    `Refund amount (${asked}) is greater than unrefunded amount on charge (${rest})`,
    'amount',
  )
}

/** Whether the payer's bank has the money; while it only asks, a refund settles the matter. */
function isTaken(account: Account, charge: string): boolean {
  return disputesOf(account)
    .sorted()
    .some((dispute) => dispute.charge === charge && !dispute.status.startsWith('warning_'))
}
