import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { idOf } from '../../ids.ts'
import { amountFor, findOption } from '../catalogue/price.ts'
import { getPrice } from '../catalogue/prices.ts'
import { getProduct } from '../catalogue/products.ts'

/** Something in an order. */
export type LineRecord = {
  id: string
  price: string
  quantity: number
  /** What the payer chose, where the price leaves that to them; in minor units. */
  chosen: number | null
  /** Another one than the price's own, for which the price has an amount as well. */
  currency: string | null
  adjustable: { minimum: number; maximum: number } | null
  metadata: Stripe.Metadata
}

export type NewLine = Pick<LineRecord, 'price'> & Partial<Omit<LineRecord, 'id'>>

/** What the whole order takes off, and whether its subscription begins with a trial. */
export type Terms = { percentOff: number; isTrial: boolean }

/** A line of an order. */
export function createLine(account: Account, line: NewLine): LineRecord {
  const preset = getPrice(account, line.price).custom_unit_amount?.preset ?? null
  return {
    id: account.nextId('li'),
    price: line.price,
    quantity: line.quantity ?? 1,
    chosen: line.chosen ?? preset,
    currency: line.currency ?? null,
    adjustable: line.adjustable ?? null,
    metadata: line.metadata ?? {},
  }
}

/** What a line costs, before and after what is taken off. A trial costs nothing yet. */
export function amountsOfLine(
  account: Account,
  { price: id, quantity, chosen, currency }: LineRecord,
  { percentOff, isTrial }: Terms,
): { subtotal: number; discount: number; total: number } {
  const price = priceIn(account, id, currency)
  const isFree = isTrial && price.recurring !== null
  const full = price.custom_unit_amount ? (chosen ?? 0) : amountFor(price, quantity)
  const subtotal = isFree ? 0 : full
  const discount = Math.round((subtotal * percentOff) / 100)
  return { subtotal, discount, total: subtotal - discount }
}

/** With the amount in another currency, where the price has one. */
function priceIn(account: Account, id: string, currency: string | null): Stripe.Price {
  const price = getPrice(account, id)
  const option = currency === null ? undefined : findOption(account, id, currency)
  return option ? { ...price, unit_amount: option.unit_amount } : price
}

/** A line as the API answers it, with the price as it is now. */
export function lineItemObject(account: Account, line: LineRecord, terms: Terms): Stripe.LineItem {
  const price = getPrice(account, line.price)
  const { subtotal, discount, total } = amountsOfLine(account, line, terms)
  return {
    id: line.id,
    object: 'item',
    adjustable_quantity: line.adjustable && { enabled: true, ...line.adjustable },
    amount_discount: discount,
    amount_subtotal: subtotal,
    amount_tax: 0,
    amount_total: total,
    currency: line.currency ?? price.currency,
    description: getProduct(account, idOf(price.product)).name,
    metadata: { ...line.metadata },
    price,
    quantity: line.quantity,
  }
}
