import type { Account } from '../../account.ts'
import { idOf } from '../../ids.ts'
import { outcomeFor } from '../../objects/billing/collect.ts'
import type { SubscriptionRecord } from '../../objects/billing/subscription.ts'
import { hasEnded, subscriptionsOf, timeOf } from '../../objects/billing/subscriptions.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import { getProduct } from '../../objects/catalogue/products.ts'
import { customersOf } from '../../objects/customers.ts'
import { invoicesOf } from '../../objects/invoices/invoices.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { dayWords, momentWords } from '../words.ts'

const shown = 50

/** The newest subscriptions, each with a clock of its own. */
export function subscriptionsSection(account: Account): Html {
  const newest = subscriptionsOf(account).sorted().slice(-shown).toReversed()
  return html`<section>
    <h2>Subscriptions (${subscriptionsOf(account).size()})</h2>
    <p>
      Each has its own time, which only these buttons move on: when a period ends, the next invoice
      is a draft, and an hour later it is charged.
    </p>
    <ul class="rows">
      ${newest.map((record) => subscriptionRow(account, record))}
    </ul>
    ${newest.length === 0 && html`<p>None yet.</p>`}
  </section>`
}

function subscriptionRow(account: Account, record: SubscriptionRecord): Html {
  const { id, status, invoice, items } = record
  const names = items.map(
    ({ price }) => getProduct(account, idOf(getPrice(account, price).product)).name,
  )
  const email = customersOf(account).find(record.customer)?.email ?? 'no email address'
  const newest = invoice === null ? null : invoicesOf(account).find(invoice)
  return html`<li>
    <div>
      <strong>${names.join(', ')}</strong> ${email}: ${status}, invoice
      ${newest?.status ?? 'none'}<br />
      <span class="note">
        it is ${momentWords(timeOf(account, record))}, paid until
        ${dayWords(items[0]?.periodEnd ?? 0)}, ${id}
      </span>
    </div>
    ${!hasEnded(record) && clockForm(account, record)}
  </li>`
}

function clockForm(account: Account, record: SubscriptionRecord): Html {
  const { id } = record
  const turn = outcomeFor(account, record) === 'fails' ? 'works' : 'is declined'
  return html`<form method="post" action="subscriptions">
    <input type="hidden" name="subscription" value="${id}" />
    <button class="quiet" name="do" value="end_period" aria-label="End the period of ${id}">
      The period ends
    </button>
    <button class="quiet" name="do" value="pass_hour" aria-label="Pass an hour of ${id}">
      An hour passes
    </button>
    <button class="danger" name="do" value="turn_card" aria-label="Card of ${id} ${turn}">
      The card ${turn}
    </button>
  </form>`
}
