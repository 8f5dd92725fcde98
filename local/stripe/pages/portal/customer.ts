import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import type { CustomerRecord } from '../../objects/customer.ts'
import { findPaymentMethod, methodWords } from '../../objects/payments/payment-methods.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'

type Features = Stripe.BillingPortal.Configuration['features']

/** The customer's default payment method, and a form for another card. */
export function cardSection(account: Account, { details }: CustomerRecord): Html {
  const method = findPaymentMethod(account, details?.defaultPaymentMethod)
  return html`<section>
    <h2>Payment method</h2>
    <p>${method ? methodWords(method) : 'None yet.'}</p>
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
