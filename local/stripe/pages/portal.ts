import type { Account } from '../account.ts'
import { secondsOf } from '../account.ts'
import type { CustomerRecord } from '../customers.ts'
import { getConfiguration } from '../portal-configurations.ts'
import {
  createSession,
  isExpired,
  isRecoverable,
  renewed,
  type SessionRecord,
} from '../portal-sessions.ts'
import type { Params } from '../wire/params.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import type { Page } from './index.ts'
import { applyPortalForm } from './portal-forms.ts'
import { addressSection, cardSection, deletionSection } from './portal-customer.ts'
import { flowSubscription, subscriptionSections } from './portal-subscriptions.ts'

const ASK_AGAIN = html`<p>Ask for a new one where you came from.</p>`

/** `isDone`: the page comes back after its form was carried out. */
export type PortalRequest = { token: string; form: Params | null; isDone: boolean }

/** The hosted portal: shows the page, or carries out its form and leads back to it. */
export function answerPortal(
  accounts: readonly Account[],
  { token, form, isDone }: PortalRequest,
): Page {
  const session = accounts.map(({ sessions }) => sessions.get(token)).find((found) => found)
  if (!session) return notice(404, 'This link is not known', ASK_AGAIN)
  const { account, returnUrl } = session
  const customer = account.customers.find(session.customer)
  if (!customer) return notice(410, 'This customer was deleted', wayBack(returnUrl))
  if (isExpired(session)) return answerExpired(session, form)

  session.lastUsedAt = secondsOf(account)
  if (!form) return { status: 200, body: portalPage(session, customer, { isDone }) }
  applyPortalForm(session, customer, form)
  const redirect = session.flow?.after_completion.redirect
  // Relative, so that it holds under any prefix.
  return { location: redirect ? redirect.return_url : `${token}?done` }
}

/** Stripe mails a code to the customer first; here the press of a button has to do. */
function answerExpired(session: SessionRecord, form: Params | null): Page {
  if (!isRecoverable(session)) {
    return notice(410, 'This link has expired', ASK_AGAIN)
  }
  if (form?.['do'] === 'sign_in') {
    const { token } = createSession(session.account, renewed(session))
    return { location: token }
  }
  return {
    status: 200,
    body: layout({
      title: 'Sign in again',
      content: html`<h1>This link has expired</h1>
        <section>
          <p>Stripe would now mail a code to the customer's address and then open a new session.</p>
          <form method="post"><button name="do" value="sign_in">Pretend that I did</button></form>
        </section>`,
    }),
  }
}

function notice(status: number, title: string, content: Html): Page {
  const body = html`<h1>${title}</h1>
    <section>${content}</section>`
  return { status, body: layout({ title, content: body }) }
}

function portalPage(
  session: SessionRecord,
  { name, email }: CustomerRecord,
  { isDone }: { isDone: boolean },
): string {
  const { account, flow, returnUrl } = session
  const { features } = getConfiguration(account, session.configuration)
  const shows = (type: 'payment_method_update' | 'customer_update') =>
    features[type].enabled && (!flow || flow.type === type)
  const title = 'Manage your billing'
  return layout({
    title,
    content: html`<h1>${title}</h1>
      ${isDone && html`<section role="status">Done. Your change is saved.</section>`}
      <p><strong>${name ?? 'No name'}</strong><br />${email ?? 'No address'}</p>
      ${subscriptionSections(session, { features, only: flowSubscription(flow) })}
      ${shows('payment_method_update') && cardSection(session)}
      ${shows('customer_update') && addressSection(session, features)} ${!flow && deletionSection()}
      ${wayBack(returnUrl)}`,
  })
}

function wayBack(returnUrl: string | null): Html {
  if (returnUrl === null) return html``
  return html`<p>
    <a href="${returnUrl}">Return to ${URL.parse(returnUrl)?.host ?? returnUrl}</a>
  </p>`
}
