import { momentWords } from './words.ts'
import type { Account } from '../account.ts'
import type { Delivery } from '../courier.ts'
import { getDefaultConfiguration } from '../portal-configurations.ts'
import { createSession } from '../portal-sessions.ts'
import { getCustomer, type CustomerRecord } from '../customers.ts'
import { currentSubscriptionsOf } from '../subscriptions.ts'
import { findText, getText, type Params } from '../wire/params.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import type { Page } from './index.ts'

const SHOWN_CUSTOMERS = 100
const SHOWN_DELIVERIES = 20

/** The front page: who is there, who is rung at, what became of it. Its buttons act like the owner. */
export function answerDashboard(
  account: Account,
  {
    query,
    form,
    deliveries,
  }: { query: Params; form: Params | null; deliveries: readonly Delivery[] },
): Page {
  const base = `${account.world.publicUrl()}/`
  if (form) {
    const customer = getCustomer(account, getText(form, 'customer')).id
    const { id: configuration } = getDefaultConfiguration(account)
    const returnUrl = base
    const blank = { locale: null, flow: null, afterExpiration: null }
    const { token } = createSession(account, { customer, configuration, returnUrl, ...blank })
    return { location: `${base}portal/${token}` }
  }
  const search = findText(query, 'q')?.trim() ?? ''
  const content = html`<h1>Stripe on this machine</h1>
    ${customersSection(account, search)} ${endpointsSection(account)}
    ${deliveriesSection(deliveries)}`
  return { status: 200, body: layout({ title: 'Stripe on this machine', base, content }) }
}

function customersSection(account: Account, search: string): Html {
  const wanted = search.toLowerCase()
  const found: CustomerRecord[] = []
  const sorted = account.customers.sorted()
  for (let index = sorted.length - 1; index >= 0 && found.length < SHOWN_CUSTOMERS; index -= 1) {
    const record = sorted[index]
    const text = record && `${record.id} ${record.email ?? ''} ${record.name ?? ''}`.toLowerCase()
    if (record && text?.includes(wanted)) found.push(record)
  }
  return html`<section>
    <h2>Customers (${account.customers.size()})</h2>
    <form method="get" action="?">
      <label for="q">Search by address, name or id</label>
      <input id="q" name="q" type="search" value="${search}" /> <button>Search</button>
    </form>
    <form method="post" action="?">
      <ul class="rows">
        ${found.map((record) => customerRow(account, record))}
      </ul>
    </form>
  </section>`
}

function customerRow(account: Account, { id, email, name, created }: CustomerRecord): Html {
  const count = currentSubscriptionsOf(account, id).length
  const subscriptions = count === 1 ? '1 current subscription' : `${count} current subscriptions`
  return html`<li>
    <div>
      <strong>${name ?? 'No name'}</strong>, ${email ?? 'no address'}<br />
      <span class="note">${subscriptions}, since ${momentWords(created)}, ${id}</span>
    </div>
    <button class="quiet" name="customer" value="${id}" aria-label="Open the portal of ${id}">
      Open portal
    </button>
  </li>`
}

function endpointsSection({ endpoints }: Account): Html {
  return html`<section>
    <h2>Webhook endpoints</h2>
    <ul class="rows">
      ${endpoints
        .sorted()
        .map(
          ({ url, events, isThin, isEnabled }) =>
            html`<li>
              ${url}: ${events.join(', ')}${isThin && ' (thin)'}${!isEnabled && ' (disabled)'}
            </li>`,
        )}
    </ul>
    ${endpoints.size() === 0 && html`<p>None.</p>`}
  </section>`
}

function deliveriesSection(deliveries: readonly Delivery[]): Html {
  const last = deliveries.slice(-SHOWN_DELIVERIES).toReversed()
  return html`<section>
    <h2>Last deliveries</h2>
    <ul class="rows">
      ${last.map(
        ({ event, state, attempts }) =>
          html`<li>
            <div>
              <strong>${event.type}</strong>: ${state}, attempts:
              ${attempts.join(', ') || 'none'}<br />
              <span class="note">${event.id}, ${momentWords(event.created)}</span>
            </div>
          </li>`,
      )}
    </ul>
    ${last.length === 0 && html`<p>None.</p>`}
  </section>`
}
