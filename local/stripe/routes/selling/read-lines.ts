import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import type { Params } from '../../api/params.ts'
import {
  findBoolean,
  findGroup,
  findGroups,
  findInteger,
  findText,
  findTexts,
} from '../../api/params.ts'
import { invalid, missing } from '../../api/problem.ts'
import { idOf } from '../../ids.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import { getProduct } from '../../objects/catalogue/products.ts'
import type { NewLine } from '../../objects/selling/line-items.ts'
import { assertTogether } from './judge-lines.ts'

const mostOfOne = 999_999

export type Mode = 'payment' | 'subscription'

/**
 * What is ordered: prices that are for sale, and how many of each.
 * @throws 400 for what Checkout and Payment Links refuse, in Stripe's words
 */
export function readLines(account: Account, params: Params, mode: Mode): NewLine[] {
  const groups = findGroups(params, 'line_items') ?? []
  if (groups.length === 0) throw missing('line_items')
  const lines = groups.map((group, index) => readLine(account, group, `line_items[${index}]`))
  const prices = lines.map(({ price }) => getPrice(account, price))
  assertTogether(prices, mode)
  return lines
}

function readLine(account: Account, group: Params, path: string): NewLine {
  const unknown = Object.keys(group).find(
    (name) => !['price', 'quantity', 'adjustable_quantity', 'metadata'].includes(name),
  )
  if (unknown) {
    throw invalid(
      `Received unknown parameter: ${path}[${unknown}]`,
      `${path}[${unknown}]`,
      'parameter_unknown',
    )
  }
  const id = findText(group, 'price')
  if (!id) throw missing(`${path}[price]`)
  const price = getPrice(account, id, `${path}[price]`)
  assertForSale(account, price, path)
  return {
    price: id,
    quantity: readQuantity(group, price, path),
    adjustable: readAdjustable(findGroup(group, 'adjustable_quantity'), path),
    metadata: findTexts(group, 'metadata') ?? {},
  }
}

function assertForSale(account: Account, price: Stripe.Price, path: string): void {
  if (!price.active) {
    throw invalid(
      'The price specified is inactive. This field only accepts active prices.',
      `${path}[price]`,
    )
  }
  if (getProduct(account, idOf(price.product)).active) return
  throw invalid(
    `Price \`${price.id}\` is not available to be purchased because its product is not active.`,
    `${path}[price]`,
  )
}

function readQuantity(group: Params, price: Stripe.Price, path: string): number {
  const quantity = findInteger(group, 'quantity')
  const param = `${path}[quantity]`
  if (price.recurring?.usage_type === 'metered') {
    if (quantity === undefined) return 1
    throw invalid(
      `Quantity should not be specified where usage_type is \`metered\`. Remove \`quantity\` from \`${path}\``,
      param,
    )
  }
  if (quantity === undefined) {
    throw invalid(`Quantity is required. Add \`quantity\` to \`${path}\``, param)
  }
  if (price.custom_unit_amount && quantity !== 1) {
    throw invalid('A price with `custom_unit_amount` must have a quantity of 1.', param)
  }
  if (quantity < 1) throw invalid('This value must be greater than or equal to 1.', param)
  if (quantity > mostOfOne) {
    throw invalid(`This value must be less than or equal to ${mostOfOne}.`, param)
  }
  return quantity
}

function readAdjustable(
  group: Params | undefined,
  path: string,
): (NewLine['adjustable'] & {}) | null {
  if (!group || findBoolean(group, 'enabled') !== true) return null
  const minimum = findInteger(group, 'minimum') ?? 0
  const maximum = findInteger(group, 'maximum') ?? 99
  if (minimum <= maximum && maximum <= mostOfOne) return { minimum, maximum }
  throw invalid(
    `The maximum must be from ${minimum} to ${mostOfOne}.`,
    `${path}[adjustable_quantity][maximum]`,
  )
}
