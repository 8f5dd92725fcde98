import type { Account } from '../../account.ts'
import type { Params } from '../../api/params.ts'
import { findText, getText } from '../../api/params.ts'
import { invalid } from '../../api/problem.ts'
import type { CustomerRecord } from '../../objects/customer.ts'
import { customersOf, getCustomer } from '../../objects/customers.ts'
import { deleteCustomer } from '../../objects/delete-customer.ts'
import { getDefaultConfiguration } from '../../objects/portal-configurations.ts'
import { createSession } from '../../objects/portal-sessions.ts'
import { currentSubscriptionsOf } from '../../objects/billing/subscriptions.ts'
import { endpointsOf } from '../../objects/webhook-endpoints.ts'
import type { Delivery } from '../../webhooks/courier.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { layout } from '../layout.ts'
import type { Page } from '../page.ts'
import { dayWords, momentWords } from '../words.ts'

const shownCustomers = 100
const shownDeliveries = 20

/** The front page: the customers, the webhook endpoints, the deliveries. Its buttons act for the site's owner. */
export function answerDashboard(
  account: Account,
  {
    query,
    form,
    deliveries,
  }: { query: Params; form: Params | null; deliveries: readonly Delivery[] },
): Page {
  const base = `${account.world.publicUrl()}/`
  if (form) return { location: applyForm(account, form, base) }
  const title = 'Stripe on this machine'
  const content = html`<h1>${title}</h1>
    ${customersSection(account, findText(query, 'q')?.trim() ?? '')} ${endpointsSection(account)}
    ${deliveriesSection(deliveries)}`
  return { status: 200, body: layout({ title, base, content }) }
}

/** Does what the pressed button (`do`) says. @returns where to go next */
function applyForm(account: Account, form: Params, base: string): string {
  const customer = getCustomer(account, getText(form, 'customer'))
  switch (getText(form, 'do')) {
    case 'open_portal': {
      const { token } = createSession(account, {
        customer: customer.id,
        configuration: getDefaultConfiguration(account).id,
        returnUrl: base,
        locale: null,
        flow: null,
        afterExpiration: null,
      })
      return `${base}portal/${token}`
    }
    case 'delete':
      deleteCustomer(account, customer)
      return base
    default:
      throw invalid('The dashboard has no such button', 'do')
  }
}

function customersSection(account: Account, search: string): Html {
  const customers = customersOf(account)
  const found = findCustomers(customers.sorted(), search)
  return html`<section>
    <h2>Customers (${customers.size()})</h2>
    <form method="get" action="?">
      <label for="q">Search by email address, name or ID</label>
      <input id="q" name="q" type="search" value="${search}" /> <button>Search</button>
    </form>
    <ul class="rows">
      ${found.map((record) => customerRow(account, record))}
    </ul>
    ${found.length === 0 && html`<p>No customers found.</p>`}
  </section>`
}

/** The newest that fit. */
function findCustomers(sorted: readonly CustomerRecord[], search: string): CustomerRecord[] {
  const wanted = search.toLowerCase()
  const found: CustomerRecord[] = []
  for (let index = sorted.length - 1; index >= 0 && found.length < shownCustomers; index -= 1) {
    const record = sorted[index]
    const text = record && `${record.id} ${record.email ?? ''} ${record.name ?? ''}`.toLowerCase()
    if (record && text?.includes(wanted)) found.push(record)
  }
  return found
}

function customerRow(account: Account, { id, email, name, created }: CustomerRecord): Html {
  const count = currentSubscriptionsOf(account, id).length
  const subscriptions = count === 1 ? '1 current subscription' : `${count} current subscriptions`
  return html`<li>
    <div>
      <strong>${name ?? 'No name'}</strong>, ${email ?? 'no email address'}<br />
      <span class="note">${subscriptions}, customer since ${dayWords(created)}, ${id}</span>
    </div>
    <form method="post" action="?">
      <input type="hidden" name="customer" value="${id}" />
      <button class="quiet" name="do" value="open_portal" aria-label="Open the portal for ${id}">
        Open portal
      </button>
      <button class="danger" name="do" value="delete" aria-label="Delete ${id}">Delete</button>
    </form>
  </li>`
}

function endpointsSection(account: Account): Html {
  const endpoints = endpointsOf(account).sorted()
  return html`<section>
    <h2>Webhook endpoints</h2>
    <ul class="rows">
      ${endpoints.map(
        ({ url, events, isThin, isEnabled }) =>
          html`<li>
            ${url}: ${events.join(', ')}${isThin && ' (thin)'}${!isEnabled && ' (disabled)'}
          </li>`,
      )}
    </ul>
    ${endpoints.length === 0 && html`<p>None yet.</p>`}
  </section>`
}

function deliveriesSection(deliveries: readonly Delivery[]): Html {
  const latest = deliveries.slice(-shownDeliveries).toReversed()
  return html`<section>
    <h2>Latest deliveries</h2>
    <ul class="rows">
      ${latest.map(
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
    ${latest.length === 0 && html`<p>None yet.</p>`}
  </section>`
}
