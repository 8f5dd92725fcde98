import type { Account } from '../../account.ts'
import { amountWords } from '../../amount-words.ts'
import type { Params } from '../../api/params.ts'
import { findText } from '../../api/params.ts'
import { idOf } from '../../ids.ts'
import type { Session } from '../../objects/selling/checkout-session.ts'
import { getShippingRate } from '../../objects/selling/shipping-rates.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'

/** What the order asks for beside the payment; nothing unless it was told to. */
export function asksSection(account: Account, session: Session, typed: Params): Html {
  const countries = session.shipping_address_collection?.allowed_countries ?? []
  const value = (name: string) => findText(typed, name) ?? ''
  const field = (name: string, words: string) =>
    html`<label for="${name}">${words}</label>
      <input id="${name}" name="${name}" value="${value(name)}" />`
  return html`${
    countries.length > 0 &&
    html`<section>
      <h2>Where it goes</h2>
      ${field('shipping_name', 'Full name')} ${field('shipping_line1', 'Street and number')}
      ${field('shipping_postal_code', 'Postal code')} ${field('shipping_city', 'City')}
      <label for="shipping_country">Country</label>
      <select id="shipping_country" name="shipping_country">
        ${countries.map((country) => html`<option value="${country}">${country}</option>`)}
      </select>
    </section>`
  }
  ${session.shipping_options.length > 0 && ratesSection(account, session)}
  ${
    session.billing_address_collection === 'required' &&
    html`<section>
      <h2>Billing address</h2>
      ${field('billing_line1', 'Street and number')} ${field('billing_postal_code', 'Postal code')}
      ${field('billing_city', 'City')} ${field('billing_country', 'Country')}
    </section>`
  }
  ${session.phone_number_collection?.enabled === true && html`<p>${field('phone', 'Phone number')}</p>`}
  ${session.tax_id_collection?.enabled === true && html`<p>${field('tax_id', 'Tax ID')}</p>`}
  ${
    session.consent_collection?.terms_of_service === 'required' &&
    html`<p>
      <label class="choice"
        ><input type="checkbox" name="agrees" value="yes" /> I agree to the terms of service</label
      >
    </p>`
  }`
}

function ratesSection(account: Account, { shipping_options: options }: Session): Html {
  return html`<section>
    <h2>Shipping method</h2>
    ${options.map(({ shipping_amount: amount, shipping_rate: rate }, at) => {
      const { id, display_name, fixed_amount } = getShippingRate(account, idOf(rate))
      return html`<label class="choice">
        <input type="radio" name="rate" value="${id}" ${at === 0 && html`checked`} />
        ${display_name}, ${amountWords(amount, fixed_amount?.currency ?? 'usd')}
      </label>`
    })}
  </section>`
}
