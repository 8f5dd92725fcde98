import type { Account } from '../../account.ts'
import type { Params } from '../../api/params.ts'
import { StripeProblem } from '../../api/problem.ts'
import type { SessionEntry } from '../../objects/selling/checkout-session.ts'
import { checkoutSessionsOf, getCheckoutSession } from '../../objects/selling/checkout-sessions.ts'
import { completeSession } from '../../objects/selling/complete-session.ts'
import { findPaymentLink } from '../../objects/selling/payment-links.ts'
import { html } from '../html.ts'
import { layout } from '../layout.ts'
import type { Page } from '../page.ts'
import { errorPage } from '../page.ts'
import { checkoutForm } from './form.ts'
import { readPayer } from './read-payer.ts'

/** The hosted page of an order: what is bought and for how much, and the payment. */
export function answerCheckout(
  accounts: readonly Account[],
  { id, form }: { id: string; form: Params | null },
): Page {
  const account = accounts.find((candidate) => checkoutSessionsOf(candidate).find(id))
  if (!account) return errorPage(404, "This page doesn't exist.")
  const entry = getCheckoutSession(account, id)
  const { status } = entry.object
  if (status === 'expired') return errorPage(410, 'This page has expired.')
  if (status === 'complete') return thanks(account, entry)
  if (!form) return show(account, entry, { fault: null, typed: {} })
  try {
    completeSession(account, entry, readPayer(entry, form))
  } catch (error) {
    if (error instanceof StripeProblem)
      return show(account, entry, { fault: error.message, typed: form })
    throw error
  }
  const { success_url: next } = entry.object
  return { location: next?.replaceAll('{CHECKOUT_SESSION_ID}', id) ?? id }
}

/** With what was typed before, where that was refused. */
function show(
  account: Account,
  entry: SessionEntry,
  { fault, typed }: { fault: string | null; typed: Params },
): Page {
  const title = 'Checkout'
  const content = html`<h1>${title}</h1>
    ${fault !== null && html`<section role="alert">${fault}</section>`}
    ${checkoutForm(account, entry, typed)}`
  return { status: fault === null ? 200 : 400, body: layout({ title, content }) }
}

/** What stays at Stripe after the payment, where the owner wants nobody back. */
function thanks(account: Account, { object }: SessionEntry): Page {
  const title =
    object.payment_status === 'unpaid' ? 'Payment processing' : 'Thanks for your payment'
  const link = typeof object.payment_link === 'string' ? object.payment_link : null
  const completion = link === null ? undefined : findPaymentLink(account, link)?.after_completion
  const content = html`<h1>${title}</h1>
    <section>
      <p>${completion?.hosted_confirmation?.custom_message ?? 'You can close this page.'}</p>
    </section>`
  return { status: 200, body: layout({ title, content }) }
}
