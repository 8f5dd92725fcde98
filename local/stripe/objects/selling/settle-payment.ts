import type { Account } from '../../account.ts'
import { secondsOf } from '../../account.ts'
import { invalid } from '../../api/problem.ts'
import { failInvoice, settleInvoice } from '../billing/collect.ts'
import { emitEvent } from '../events.ts'
import { findInvoicePayment } from '../invoices/invoice-payments.ts'
import { getInvoice, markPaid } from '../invoices/invoices.ts'
import { getIntent } from '../payments/intents.ts'
import { settlePayment } from '../payments/pay.ts'
import type { SessionEntry } from './checkout-session.ts'
import { checkoutSessionsOf } from './checkout-sessions.ts'

/**
 * A delayed method has the money now, or never will: its invoice and its session follow.
 * @throws 404 without such a payment intent; 400 unless it is processing
 */
export function settleDelayed(
  account: Account,
  intentId: string,
  outcome: 'succeeds' | 'fails',
): void {
  const intent = getIntent(account, intentId)
  if (intent.status !== 'processing') {
    throw invalid(`The payment intent '${intentId}' is ${intent.status}, not processing.`)
  }
  settlePayment(account, intent, outcome)
  const payment = findInvoicePayment(account, intentId)
  if (payment) followInvoice(account, payment.invoice, outcome)
  const session = findSession(account, intentId, payment?.invoice)
  if (!session) return
  if (outcome === 'succeeds') session.object.payment_status = 'paid'
  const type = outcome === 'succeeds' ? 'async_payment_succeeded' : 'async_payment_failed'
  emitEvent(account, `checkout.session.${type}`, session.object)
}

function followInvoice(account: Account, id: string, outcome: 'succeeds' | 'fails'): void {
  const invoice = getInvoice(account, id)
  const at = secondsOf(account)
  if (outcome === 'fails') failInvoice(account, invoice, at)
  else if (invoice.subscription === null) markPaid(account, invoice, { at })
  else settleInvoice(account, invoice, { at })
}

/** The session that made the payment; a later period of a subscription has none. */
function findSession(
  account: Account,
  intent: string,
  invoice: string | undefined,
): SessionEntry | undefined {
  return checkoutSessionsOf(account)
    .sorted()
    .find(
      ({ object }) =>
        object.payment_intent === intent ||
        (invoice !== undefined && object.invoice === invoice && object.payment_status === 'unpaid'),
    )
}
