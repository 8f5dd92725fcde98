import type { Account } from '../../account.ts'
import { secondsOf } from '../../account.ts'
import type { Params } from '../../api/params.ts'
import type { CustomerRecord } from '../../objects/customer.ts'
import { customersOf } from '../../objects/customers.ts'
import { getConfiguration } from '../../objects/portal-configurations.ts'
import type { SessionRecord } from '../../objects/portal-sessions.ts'
import {
  createSession,
  isExpired,
  isRecoverable,
  sessionsOf,
} from '../../objects/portal-sessions.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { layout } from '../layout.ts'
import type { Page } from '../page.ts'
import { cardSection, detailsSection } from './customer.ts'
import { applyPortalForm } from './forms.ts'
import { flowSubscription, subscriptionSections } from './subscriptions.ts'

const askAgain = html`<p>Go back to the page that brought you here and open the portal again.</p>`

/** `isDone`: the page is shown again after its form was carried out. */
export type PortalRequest = { token: string; form: Params | null; isDone: boolean }

/** The hosted portal: shows the page, or carries out its form and leads back to it. */
export function answerPortal(
  accounts: readonly Account[],
  { token, form, isDone }: PortalRequest,
): Page {
  const account = accounts.find((candidate) => sessionsOf(candidate).has(token))
  const session = account && sessionsOf(account).get(token)
  if (!account || !session) return notice(404, "This link doesn't exist", askAgain)
  const customer = customersOf(account).find(session.customer)
  if (!customer) return notice(410, 'This customer was deleted', wayBack(session.returnUrl))
  if (isExpired(account, session)) return answerExpired(account, session, form)

  session.lastUsedAt = secondsOf(account)
  if (!form) return { status: 200, body: portalPage(account, session, { customer, isDone }) }
  applyPortalForm(account, session, { customer, form })
  const redirect = session.flow?.after_completion.redirect
  // Relative, so that it works under any prefix.
  return { location: redirect ? redirect.return_url : `${token}?done` }
}

/** Stripe emails a code to the customer first; here a button is enough. */
function answerExpired(account: Account, session: SessionRecord, form: Params | null): Page {
  const title = 'This link has expired'
  if (!isRecoverable(account, session)) return notice(410, title, askAgain)
  if (form?.['do'] === 'sign_in') return { location: createSession(account, session).token }
  return notice(
    200,
    title,
    html`<p>
        Stripe would now email a code to the customer and open a new session once it is entered.
      </p>
      <form method="post">
        <button name="do" value="sign_in">Continue without a code</button>
      </form>`,
  )
}

function notice(status: number, title: string, content: Html): Page {
  const body = html`<h1>${title}</h1>
    <section>${content}</section>`
  return { status, body: layout({ title, content: body }) }
}

function portalPage(
  account: Account,
  session: SessionRecord,
  { customer, isDone }: { customer: CustomerRecord; isDone: boolean },
): string {
  const { flow, returnUrl } = session
  const { features } = getConfiguration(account, session.configuration)
  const shows = (type: 'payment_method_update' | 'customer_update') =>
    features[type].enabled && (!flow || flow.type === type)
  const title = 'Manage your billing'
  return layout({
    title,
    content: html`<h1>${title}</h1>
      ${isDone && html`<section role="status">Your change has been saved.</section>`}
      <p>
        <strong>${customer.name ?? 'No name'}</strong><br />${customer.email ?? 'No email address'}
      </p>
      ${subscriptionSections(account, session, { features, only: flowSubscription(flow) })}
      ${shows('payment_method_update') && cardSection(account, customer)}
      ${shows('customer_update') && detailsSection(customer, features)} ${wayBack(returnUrl)}`,
  })
}

function wayBack(returnUrl: string | null): Html {
  if (returnUrl === null) return html``
  return html`<p>
    <a href="${returnUrl}">Return to ${URL.parse(returnUrl)?.host ?? returnUrl}</a>
  </p>`
}
