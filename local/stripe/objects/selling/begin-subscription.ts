import type { Account } from '../../account.ts'
import { startSubscription } from '../billing/start-subscription.ts'
import { getPrice } from '../catalogue/prices.ts'
import { getInvoice } from '../invoices/invoices.ts'
import { createPaymentMethod, setOutcome } from '../payments/payment-methods.ts'
import type { SessionEntry } from './checkout-session.ts'
import { termsOf } from './checkout-session.ts'
import { amountsOfLine } from './line-items.ts'
import type { TestMethod } from './test-methods.ts'
import { methodFor } from './test-methods.ts'

/** The order of a session becomes a subscription, its one-time lines a part of the first invoice. */
export function beginSubscription(
  account: Account,
  entry: SessionEntry,
  { method: chosen }: { method: TestMethod },
): void {
  const { object: session, lines, plan } = entry
  const customer = session.customer as string
  const fields = methodFor(chosen, customer)
  const method = fields && createPaymentMethod(account, fields).id
  const isRecurring = ({ price }: { price: string }) => getPrice(account, price).recurring !== null
  const { percentOff } = plan
  const full = { percentOff: 0, isTrial: termsOf(plan).isTrial }
  const subscription = startSubscription(account, {
    customer,
    items: lines.filter(isRecurring).map(({ price, quantity }) => ({ price, quantity })),
    once: lines
      .filter((line) => !isRecurring(line))
      .map((line) => ({ ...line, amount: amountsOfLine(account, line, full).subtotal })),
    method,
    trialDays: plan.trialDays,
    afterTrial: plan.afterTrial,
    percentOff,
    metadata: plan.subscriptionMetadata,
    description: plan.description,
  })
  if (method && chosen === 'card_then_declined') setOutcome(account, method, 'fails')
  session.subscription = subscription.id
  session.invoice = subscription.invoice
  session.payment_status = statusOf(account, entry)
}

function statusOf(account: Account, { object: session }: SessionEntry) {
  if (session.amount_total === 0) return 'no_payment_required'
  return getInvoice(account, session.invoice as string).status === 'paid' ? 'paid' : 'unpaid'
}
