import type { Account } from '../../account.ts'
import { idOf } from '../../ids.ts'
import { amountFor } from '../catalogue/price.ts'
import { getPrice } from '../catalogue/prices.ts'
import { getProduct } from '../catalogue/products.ts'
import type { InvoiceLine } from '../invoices/invoice-line.ts'
import { invoicesOf } from '../invoices/invoices.ts'
import type { SubscriptionItemRecord, SubscriptionRecord } from './subscription.ts'

/** What was not used of the old plan, given back. */
export function creditLine(
  account: Account,
  record: SubscriptionRecord,
  { item, at, off }: { item: SubscriptionItemRecord; at: number; off: number },
): InvoiceLine {
  const invoice = record.invoice === null ? null : invoicesOf(account).find(record.invoice)
  const line = invoice?.lines.findLast((each) => each.item === item.id && !each.isProration)
  return {
    ...prorationLine(account, item, { at, off, sign: -1, words: 'Unused time on' }),
    credits: invoice && line ? { invoice: invoice.id, line: line.id } : null,
  }
}

/** What is left of the period, on the new plan. */
export function restLine(
  account: Account,
  item: SubscriptionItemRecord,
  { at, off }: { at: number; off: number },
): InvoiceLine {
  return prorationLine(account, item, { at, off, sign: 1, words: 'Remaining time on' })
}

function prorationLine(
  account: Account,
  { id, price: priceId, quantity = 0, periodStart, periodEnd }: SubscriptionItemRecord,
  { at, off, sign, words }: { at: number; off: number; sign: 1 | -1; words: string },
): InvoiceLine {
  const price = getPrice(account, priceId)
  const share = (periodEnd - at) / (periodEnd - periodStart)
  const gross = amountFor(price, quantity)
  // Discounts are within, or beside it: `billing_mode.flexible.proration_discounts`.
  const isBeside = account.world.control.prorationDiscounts === 'itemized'
  const whole = isBeside ? gross : (gross * (100 - off)) / 100
  const amount = sign * Math.round(whole * share)
  const { name } = getProduct(account, idOf(price.product))
  return {
    id: account.nextId('il'),
    price: priceId,
    quantity,
    amount,
    discount: isBeside ? sign * Math.round((Math.abs(amount) * off) / 100) : 0,
    description: `${words} ${quantity} × ${name}`,
    start: at,
    end: periodEnd,
    item: id,
    invoiceItem: account.nextId('ii'),
    isProration: true,
    credits: null,
  }
}
