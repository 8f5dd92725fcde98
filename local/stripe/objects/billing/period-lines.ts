import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { amountWords } from '../../amount-words.ts'
import { idOf } from '../../ids.ts'
import { amountFor } from '../catalogue/price.ts'
import { getPrice } from '../catalogue/prices.ts'
import { getProduct } from '../catalogue/products.ts'
import type { InvoiceLine } from '../invoices/invoice-line.ts'
import type { SubscriptionItemRecord, SubscriptionRecord } from './subscription.ts'

/** One line for the period of each item. A trial costs nothing, usage nothing yet. */
export function periodLines(
  account: Account,
  record: Pick<SubscriptionRecord, 'items' | 'percentOff'>,
  { isTrial }: { isTrial: boolean },
): InvoiceLine[] {
  return record.items.map((item) => lineOf(account, item, { isTrial, off: record.percentOff ?? 0 }))
}

/** Of one item. @param order.off percent */
export function lineOf(
  account: Account,
  { id: item, price: priceId, quantity = 0, periodStart, periodEnd }: SubscriptionItemRecord,
  { isTrial, off }: { isTrial: boolean; off: number },
): InvoiceLine {
  const price = getPrice(account, priceId)
  const amount = isTrial ? 0 : amountFor(price, quantity)
  const { name } = getProduct(account, idOf(price.product))
  return {
    id: account.nextId('il'),
    price: priceId,
    quantity,
    amount,
    discount: Math.round((amount * off) / 100),
    description: isTrial ? `Trial period for ${name}` : `${quantity} × ${name} (${at(price)})`,
    start: periodStart,
    end: periodEnd,
    item,
    invoiceItem: null,
    isProration: false,
    credits: null,
  }
}

/** A line for something that is paid once. */
export function onceLine(
  account: Account,
  order: { price: string; quantity: number; amount: number; at: number; off: number },
): InvoiceLine {
  const price = getPrice(account, order.price)
  return {
    id: account.nextId('il'),
    price: order.price,
    quantity: order.quantity,
    amount: order.amount,
    discount: Math.round((order.amount * order.off) / 100),
    description: getProduct(account, idOf(price.product)).name,
    start: order.at,
    end: order.at,
    item: null,
    invoiceItem: account.nextId('ii'),
    isProration: false,
    credits: null,
  }
}

/** "at €9.00 / month" */
function at({ unit_amount, currency, recurring }: Stripe.Price): string {
  const amount = unit_amount === null ? 'a varying amount' : amountWords(unit_amount, currency)
  const { interval = 'month', interval_count = 1 } = recurring ?? {}
  return `at ${amount} / ${interval_count === 1 ? interval : `${interval_count} ${interval}s`}`
}
