import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { perAccount, secondsOf } from '../../account.ts'
import { invalid, noSuch } from '../../api/problem.ts'
import { createCollection } from '../../collection.ts'
import { emitEvent, findChanges } from '../events.ts'
import { getCharge } from './charges.ts'
import type { DisputeRecord } from './dispute.ts'
import { disputeObject } from './dispute.ts'
import { getIntent } from './intents.ts'

export type NewDispute = {
  charge: string
  /** In minor units; all of the charge unless given. */
  amount?: number
  reason?: string
  /** The bank only asks: no money moves unless it is escalated. */
  isInquiry?: boolean
}

/** Every dispute of an account. */
export const disputesOf = perAccount(() => createCollection<DisputeRecord>())

/** The payer's bank takes the money, or asks. @throws 404 without such a charge; 400 if it is disputed already */
export function openDispute(account: Account, order: NewDispute): DisputeRecord {
  const charge = getCharge(account, order.charge, 'charge')
  const { id: intent, amount, currency } = getIntent(account, charge.intent)
  if (charge.isDisputed) throw invalid(`The charge '${charge.id}' is disputed already.`, 'charge')
  charge.isDisputed = true
  const record = disputesOf(account).add({
    id: account.nextId('du'),
    created: secondsOf(account),
    seq: 0,
    charge: charge.id,
    intent,
    amount: order.amount ?? amount,
    currency,
    reason: order.reason ?? 'fraudulent',
    status: order.isInquiry ? 'warning_needs_response' : 'needs_response',
    movements: [],
  })
  emitEvent(account, 'charge.dispute.created', disputeObject(account, record))
  if (!order.isInquiry) withdraw(account, record)
  return record
}

/** What happens to a dispute after it was opened, by what it must be for that. */
const steps = {
  /** The owner answers the bank. */
  answer: {
    from: ['needs_response', 'warning_needs_response'],
    take: (account, record) =>
      change(account, record, record.status.replace(/needs_response$/, 'under_review')),
  },
  /** An inquiry becomes a dispute, and the money goes. */
  escalate: {
    from: ['warning_needs_response', 'warning_under_review'],
    take(account, record) {
      change(account, record, 'needs_response')
      withdraw(account, record)
    },
  },
  win: {
    from: ['needs_response', 'under_review'],
    take(account, record) {
      change(account, record, 'won')
      move(account, record, 'charge.dispute.funds_reinstated', record.amount)
      close(account, record)
    },
  },
  lose: {
    from: ['needs_response', 'under_review'],
    take(account, record) {
      change(account, record, 'lost')
      close(account, record)
    },
  },
  /** The bank drops an inquiry. */
  drop: {
    from: ['warning_needs_response', 'warning_under_review'],
    take(account, record) {
      change(account, record, 'warning_closed')
      close(account, record)
    },
  },
} as const satisfies Record<
  string,
  { from: readonly string[]; take: (account: Account, record: DisputeRecord) => void }
>

export type DisputeStep = keyof typeof steps

/** Their names. */
export const disputeSteps = Object.keys(steps) as DisputeStep[]

/** Whether a dispute can take this step now. */
export function canStep({ status }: DisputeRecord, step: DisputeStep): boolean {
  const from: readonly string[] = steps[step].from
  return from.includes(status)
}

/** Takes a dispute on; events tell of it. @throws 404; 400 for a step that it can't take now */
export function stepDispute(account: Account, id: string, step: DisputeStep): void {
  const record = getDispute(account, id)
  if (!canStep(record, step)) {
    throw invalid(`The dispute '${id}' is ${record.status}: it can't take the step "${step}".`)
  }
  steps[step].take(account, record)
}

/** @throws 404 (400 if a parameter names it) */
export function getDispute(account: Account, id: string, param = 'id'): DisputeRecord {
  const record = disputesOf(account).find(id)
  if (!record) throw noSuch('dispute', id, param)
  return record
}

function change(account: Account, record: DisputeRecord, status: Stripe.Dispute.Status): void {
  const before = disputeObject(account, record)
  record.status = status
  const after = disputeObject(account, record)
  emitEvent(account, 'charge.dispute.updated', after, findChanges(before, after) ?? {})
}

function close(account: Account, record: DisputeRecord): void {
  emitEvent(account, 'charge.dispute.closed', disputeObject(account, record))
}

function withdraw(account: Account, record: DisputeRecord): void {
  move(account, record, 'charge.dispute.funds_withdrawn', -record.amount)
}

function move(
  account: Account,
  record: DisputeRecord,
  type: 'charge.dispute.funds_withdrawn' | 'charge.dispute.funds_reinstated',
  amount: number,
): void {
  record.movements.push({ id: account.nextId('txn'), at: secondsOf(account), amount })
  emitEvent(account, type, disputeObject(account, record))
}
