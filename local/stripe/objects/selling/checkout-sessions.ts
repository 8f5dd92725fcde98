import type { Account } from '../../account.ts'
import { perAccount, secondsOf } from '../../account.ts'
import { invalid, noSuch } from '../../api/problem.ts'
import { boxed, createCollection } from '../../collection.ts'
import { getPrice } from '../catalogue/prices.ts'
import { getCustomer } from '../customers.ts'
import { emitEvent } from '../events.ts'
import { takePayment } from '../payments/pay.ts'
import type { Session, SessionEntry, SessionPlan } from './checkout-session.ts'
import { addUp, blankSession, customerDetails, plainPlan } from './checkout-session.ts'
import type { NewLine } from './line-items.ts'
import { createLine } from './line-items.ts'
import { chooseRate } from './collect.ts'

const day = 86_400

/** What an order says, in the API's own words. */
export type NewSession = {
  lines: NewLine[]
  fields: Partial<Session>
  plan?: Partial<SessionPlan>
}

export type NewSale = {
  email: string
  lines: { price: string; quantity?: number; chosen?: number }[]
  created?: number
  /** A guest's unless given. */
  customer?: string
  client_reference_id?: string
  /** Paid unless given: a delayed method may still be on its way. */
  payment_status?: 'paid' | 'unpaid'
}

/** Every Checkout Session of an account. */
export const checkoutSessionsOf = perAccount(() => createCollection<SessionEntry>())

/** Those whose time may run out: a shop has few of them, and many that are over. */
const openOnes = perAccount(() => new Set<SessionEntry>())

/** Opens a session, with a page that takes the payment. */
export function openSession(account: Account, { lines, fields, plan }: NewSession): SessionEntry {
  const created = secondsOf(account)
  const blank = blankSession(account)
  const { customer = null, customer_email = null, mode = 'payment' } = fields
  const known = typeof customer === 'string' ? getCustomer(account, customer, 'customer') : null
  const email = known?.email ?? customer_email
  const entry = add(account, {
    lines,
    plan,
    session: {
      ...blank,
      created,
      customer_creation: known ? null : mode === 'payment' ? 'if_required' : 'always',
      customer_details: email === null ? null : customerDetails(email, known?.name),
      expires_at: created + day,
      payment_method_collection: mode === 'payment' ? 'if_required' : 'always',
      url: `${account.world.publicUrl()}/c/pay/${blank.id}`,
      ...fields,
    },
  })
  return entry
}

/** A completed session in payment mode: something was bought once, and no event tells of it. @throws 404 for an unknown price */
export function createSale(account: Account, sale: NewSale): Session {
  const { email, created = secondsOf(account), customer = null, payment_status = 'paid' } = sale
  const entry = add(account, {
    lines: sale.lines,
    plan: {},
    session: {
      ...blankSession(account),
      created,
      client_reference_id: sale.client_reference_id ?? null,
      customer,
      customer_creation: customer === null ? 'if_required' : null,
      customer_details: customerDetails(email),
      expires_at: created + day,
      payment_status,
      status: 'complete',
    },
  })
  const { amount_total: amount, currency } = entry.object
  const payment = { amount: amount ?? 0, currency: currency ?? 'usd', at: created, email, customer }
  const outcome = payment_status === 'paid' ? 'succeeds' : 'later'
  entry.object.payment_intent = takePayment(account, payment, { outcome, silent: true }).id
  return { ...entry.object }
}

/** Those whose time is over are no longer open. @throws 404 */
export function getCheckoutSession(account: Account, id: string): SessionEntry {
  endOldSessions(account)
  const entry = checkoutSessionsOf(account).find(id)
  if (!entry) throw noSuch('checkout.session', id, 'id')
  return entry
}

/** Ends those whose time is over. */
export function endOldSessions(account: Account): void {
  const now = secondsOf(account)
  for (const entry of openOnes(account)) {
    const { status, expires_at } = entry.object
    if (status === 'open' && now < expires_at) continue
    openOnes(account).delete(entry)
    if (status === 'open') endSession(account, entry)
  }
}

/** @throws 404; 400 unless it is open */
export function expireSession(account: Account, id: string): Session {
  const entry = getCheckoutSession(account, id)
  const { status } = entry.object
  if (status !== 'open') {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${status}\`.`,
    )
  }
  endSession(account, entry)
  return { ...entry.object }
}

function endSession(account: Account, { object }: SessionEntry): void {
  Object.assign(object, { status: 'expired', url: null })
  emitEvent(account, 'checkout.session.expired', object)
}

function add(
  account: Account,
  order: { session: Session; lines: NewLine[]; plan: Partial<SessionPlan> | undefined },
): SessionEntry {
  const lines = order.lines.map((line) => createLine(account, line))
  const entry = { ...boxed(order.session), lines, plan: { ...plainPlan, ...order.plan } }
  const [first] = lines
  if (first) order.session.currency ??= first.currency ?? getPrice(account, first.price).currency
  chooseRate(entry.object)
  addUp(account, entry)
  openOnes(account).add(entry)
  return checkoutSessionsOf(account).add(entry)
}
