import type Stripe from 'stripe'
import type { CustomerRecord } from '../objects/customer.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'

type Features = Stripe.BillingPortal.Configuration['features']

/** The card, and a form for another. */
export function cardSection({ details }: CustomerRecord): Html {
  const last4 = details?.cardLast4
  return html`<section>
    <h2>Card</h2>
    <p>${last4 ? `Your card ends in ${last4}.` : 'No card yet.'}</p>
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

/** Name and email address, as far as the configuration lets customers change them. */
export function detailsSection({ name, email }: CustomerRecord, features: Features): Html {
  const allowed = features.customer_update.allowed_updates
  return html`<section>
    <h2>Your details</h2>
    <form method="post">
      ${
        allowed.includes('name') &&
        html`<label for="name">Name</label>
          <input id="name" name="name" autocomplete="name" value="${name ?? ''}" />`
      }
      ${
        allowed.includes('email') &&
        html`<label for="email">Email address</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="email"
            value="${email ?? ''}"
          />`
      }
      <button name="do" value="update_customer">Save</button>
    </form>
  </section>`
}
