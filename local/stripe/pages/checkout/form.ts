import type { Account } from '../../account.ts'
import { amountWords, minorUnits } from '../../amount-words.ts'
import type { Params } from '../../api/params.ts'
import { findText } from '../../api/params.ts'
import { idOf } from '../../ids.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import { getProduct } from '../../objects/catalogue/products.ts'
import { getCustomer } from '../../objects/customers.ts'
import type { SessionEntry } from '../../objects/selling/checkout-session.ts'
import type { LineRecord } from '../../objects/selling/line-items.ts'
import { testMethods } from '../../objects/selling/test-methods.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { priceWords } from '../words.ts'
import { asksSection } from './asks.ts'

/** What is ordered, and the form that pays it. */
export function checkoutForm(
  account: Account,
  { object: session, lines, plan }: SessionEntry,
  typed: Params,
): Html {
  const { amount_total, currency, mode, cancel_url } = session
  const isChosen = lines.some(({ price }) => getPrice(account, price).custom_unit_amount)
  const due = amountWords(amount_total ?? 0, currency ?? 'usd')
  return html`<form method="post">
      <section>
        <h2>Your order</h2>
        <ul class="rows">
          ${lines.map((line) => lineRow(account, line))}
        </ul>
        ${plan.trialDays !== undefined && html`<p>${plan.trialDays} days free</p>`}
        ${!isChosen && html`<p><strong>${due}</strong> due today</p>`}
      </section>
      <section>
        <h2>Who pays</h2>
        ${emailField(account, session, typed)}
        <label for="name">Name</label>
        <input id="name" name="name" autocomplete="name" value="${findText(typed, 'name') ?? ''}" />
        ${
          session.allow_promotion_codes === true &&
          html`<label for="code">Promotion code</label>
            <input id="code" name="code" value="${findText(typed, 'code') ?? ''}" />`
        }
      </section>
      ${asksSection(account, session, typed)}
      ${amount_total !== 0 || mode === 'subscription' || isChosen ? methodsSection(amount_total === 0) : html``}
      <p><button name="do" value="pay">${mode === 'subscription' ? 'Subscribe' : 'Pay'}</button></p>
    </form>
    ${cancel_url !== null && html`<p><a href="${cancel_url}">Back</a></p>`}`
}

function lineRow(
  account: Account,
  { id, price: priceId, quantity, chosen, adjustable }: LineRecord,
): Html {
  const price = getPrice(account, priceId)
  const { name } = getProduct(account, idOf(price.product))
  const amount = price.custom_unit_amount
  const preset = chosen === null ? '' : String(chosen / minorUnits(price.currency))
  return html`<li>
    <div>
      <strong>${name}</strong>${quantity !== 1 && ` × ${quantity}`}, ${priceWords(price)}
      ${
        adjustable &&
        html`<label for="quantity_${id}">Quantity</label>
          <input
            id="quantity_${id}"
            name="quantity_${id}"
            inputmode="numeric"
            value="${quantity}"
          />`
      }
      ${
        amount &&
        html`<label for="amount_${id}">Amount</label>
          <input id="amount_${id}" name="amount_${id}" inputmode="decimal" value="${preset}" />`
      }
    </div>
  </li>`
}

/** A customer's own address is not to be changed here. */
function emailField(
  account: Account,
  { customer, customer_email }: SessionEntry['object'],
  typed: Params,
): Html {
  const own = typeof customer === 'string' ? getCustomer(account, customer).email : null
  if (own !== null) return html`<p>${own}</p>`
  return html`<label for="email">Email address</label>
    <input
      id="email"
      name="email"
      type="email"
      autocomplete="email"
      required
      value="${findText(typed, 'email') ?? customer_email ?? ''}"
    />`
}

function methodsSection(isFree: boolean): Html {
  const offered = Object.entries(testMethods).filter(([name]) => name !== 'none' || isFree)
  return html`<section>
    <h2>Payment method</h2>
    ${offered.map(
      ([name, words]) =>
        html`<label class="choice">
          <input type="radio" name="method" value="${name}" ${name === 'card' && html`checked`} />
          ${words}
        </label>`,
    )}
  </section>`
}
