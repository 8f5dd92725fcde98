import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { idOf } from '../../ids.ts'
import type { SubscriptionRecord } from '../../objects/billing/subscription.ts'
import { pricesOf } from '../../objects/catalogue/price.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import { getProduct } from '../../objects/catalogue/products.ts'
import { findUpdateProducts } from '../../objects/portal-configurations.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { priceWords } from '../words.ts'

/** What a subscription may be changed to: what the configuration lists, in the same currency. */
export function plansFor(
  account: Account,
  configuration: string,
  { items }: SubscriptionRecord,
): Stripe.Price[] {
  const [item] = items
  if (!item) return []
  const { currency } = getPrice(account, item.price)
  return (findUpdateProducts(account, configuration) ?? [])
    .flatMap(({ prices }) => prices)
    .flatMap((id) => pricesOf(account).find(id)?.object ?? [])
    .filter((price) => price.active && price.currency === currency && price.id !== item.price)
}

/** One button per plan. */
export function planForm(
  account: Account,
  record: SubscriptionRecord,
  plans: Stripe.Price[],
): Html {
  if (plans.length === 0) return html``
  return html`<form method="post">
    <input type="hidden" name="subscription" value="${record.id}" />
    <input type="hidden" name="do" value="change_plan" />
    <p>Change plan</p>
    ${plans.map(
      (price) =>
        html`<button class="quiet" name="price" value="${price.id}">
          ${getProduct(account, idOf(price.product)).name}, ${priceWords(price)}
        </button>`,
    )}
  </form>`
}
