import type { Account } from '../../account.ts'
import { endpointsOf } from '../../objects/webhook-endpoints.ts'
import type { Delivery } from '../../webhooks/courier.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { momentWords } from '../words.ts'

const shownDeliveries = 20

/** Where events go. */
export function endpointsSection(account: Account): Html {
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

/** The newest deliveries, and what became of them. */
export function deliveriesSection(deliveries: readonly Delivery[]): Html {
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
