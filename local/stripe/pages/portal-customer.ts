import type Stripe from 'stripe'
import type { SessionRecord } from '../portal-sessions.ts'
import { html, type Html } from './html.ts'

type Features = Stripe.BillingPortal.Configuration['features']

export function cardSection({ account, customer }: SessionRecord): Html {
  const last4 = account.customers.find(customer)?.details?.cardLast4
  return html`<section>
    <h2>Card</h2>
    <p>${last4 ? `The card ending in ${last4}.` : 'No card yet.'}</p>
    <form method="post">
      <label for="last4">Last four digits of a new card</label>
      <input
        id="last4"
        name="last4"
        inputmode="numeric"
        pattern="[0-9]{4}"
        maxlength="4"
        required
      />
      <button name="do" value="update_card">Update card</button>
    </form>
  </section>`
}

/** The fields that the configuration lets customers change, of name and e-mail address. */
export function addressSection(session: SessionRecord, features: Features): Html {
  const customer = session.account.customers.find(session.customer)
  const allowed = features.customer_update.allowed_updates
  return html`<section>
    <h2>Your details</h2>
    <form method="post">
      ${
        allowed.includes('name') &&
        html`<label for="name">Name</label>
          <input id="name" name="name" autocomplete="name" value="${customer?.name ?? ''}" />`
      }
      ${
        allowed.includes('email') &&
        html`<label for="email">E-mail address</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="email"
            value="${customer?.email ?? ''}"
          />`
      }
      <button name="do" value="update_customer">Save</button>
    </form>
  </section>`
}

export function deletionSection(): Html {
  return html`<section>
    <h2>Only in this stand-in</h2>
    <p>At Stripe, the owner of the site deletes customers in the Dashboard.</p>
    <form method="post">
      <button class="danger" name="do" value="delete_customer">Delete this customer</button>
    </form>
  </section>`
}
