import type { Account } from '../../account.ts'
import { idOf } from '../../ids.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import { getProduct } from '../../objects/catalogue/products.ts'
import { paymentLinksOf } from '../../objects/selling/payment-links.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { priceWords } from '../words.ts'

/** The addresses by which anybody can buy. */
export function linksSection(account: Account): Html {
  const links = paymentLinksOf(account).sorted()
  const rows = links.map(({ object, lines }) => {
    const sold = lines.map(({ price: id }) => {
      const price = getPrice(account, id)
      return `${getProduct(account, idOf(price.product)).name}, ${priceWords(price)}`
    })
    const next = object.after_completion.redirect?.url ?? "Stripe's own thanks"
    return html`<li>
      <div>
        <a href="${object.url}">${sold.join('; ')}</a>${!object.active && ' (switched off)'}<br />
        <span class="note">then ${next}, ${object.id}</span>
      </div>
    </li>`
  })
  return html`<section>
    <h2>Payment Links</h2>
    <ul class="rows">
      ${rows}
    </ul>
    ${links.length === 0 && html`<p>None yet.</p>`}
  </section>`
}
