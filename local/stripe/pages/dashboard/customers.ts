import type { Account } from '../../account.ts'
import { currentSubscriptionsOf } from '../../objects/billing/subscriptions.ts'
import type { CustomerRecord } from '../../objects/customer.ts'
import { customersOf } from '../../objects/customers.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { dayWords } from '../words.ts'

const shownCustomers = 100

/** The newest customers that a search finds. */
export function customersSection(account: Account, search: string): Html {
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
