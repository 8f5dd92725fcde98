import type Stripe from 'stripe'
import type { Account } from '../../account.ts'
import { idOf } from '../../ids.ts'
import { wireDecimal } from '../catalogue/price.ts'
import { getPrice } from '../catalogue/prices.ts'

/** One line of an invoice: a subscription item's period, a part of one, or something that is paid once. */
export type InvoiceLine = {
  id: string
  price: string
  quantity: number
  /** In minor units, before discounts; negative for what is credited. */
  amount: number
  /** What a coupon takes off. */
  discount: number
  description: string
  /** Seconds. */
  start: number
  end: number
  /** The subscription item; `null` for what is paid once. */
  item: string | null
  /** Whose item it is, where that is not the invoice's own subscription: one that has ended. */
  subscription?: string
  /** The invoice item from which the line was made, if any. */
  invoiceItem: string | null
  isProration: boolean
  /** The line whose unused time a proration gives back. */
  credits: { invoice: string; line: string } | null
}

/** The one invoice that a line can be on, as far as the line needs it. */
type Bearer = { id: string; currency: string; subscription: string | null }

/** A line as the API answers it. */
export function lineObject(
  account: Account,
  { id: invoice, currency, subscription: billed }: Bearer,
  line: InvoiceLine,
): Stripe.InvoiceLineItem {
  const subscription = line.subscription ?? billed
  const price = getPrice(account, line.price)
  return {
    id: line.id,
    object: 'line_item',
    amount: line.amount,
    currency,
    description: line.description,
    discount_amounts: discountAmounts([line], billed),
    discountable: !line.isProration,
    discounts: [],
    invoice,
    livemode: account.livemode,
    metadata: {},
    parent: parentOf(line, subscription),
    period: { end: line.end, start: line.start },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: idOf(price.product) },
      type: 'price_details',
      unit_amount_decimal: wireDecimal(
        price.unit_amount ?? Math.round(line.amount / (line.quantity || 1)),
      ),
    },
    quantity: line.quantity,
    quantity_decimal: wireDecimal(line.quantity),
    subscription,
    subtotal: line.amount,
    taxes: [],
  }
}

/** What coupons take off these lines, for each subscription whose coupon it is. */
export function discountAmounts(
  lines: readonly InvoiceLine[],
  billed: string | null,
): { amount: number; discount: string }[] {
  const discounted = lines.filter(({ discount }) => discount !== 0)
  const byBearer = Map.groupBy(discounted, ({ subscription }) => subscription ?? billed)
  return [...byBearer].flatMap(([bearer, each]) => {
    const amount = each.reduce((sum, { discount }) => sum + discount, 0)
    return bearer === null || amount === 0 ? [] : [{ amount, discount: discountId(bearer) }]
  })
}

/** Of the one coupon that a subscription can have here. */
export function discountId(subscription: string): string {
  return subscription.replace(/^sub_/, 'di_')
}

function parentOf(
  { item, invoiceItem, isProration, credits }: InvoiceLine,
  subscription: string | null,
): Stripe.InvoiceLineItem.Parent {
  const credited = credits && {
    credited_items: { invoice: credits.invoice, invoice_line_items: [credits.line] },
  }
  const proration_details = isProration ? (credited ?? { credited_items: null }) : null
  if (item === null) {
    return {
      invoice_item_details: {
        invoice_item: invoiceItem ?? '',
        proration: isProration,
        proration_details,
        subscription,
      },
      subscription_item_details: null,
      type: 'invoice_item_details',
    }
  }
  return {
    invoice_item_details: null,
    subscription_item_details: {
      invoice_item: invoiceItem,
      proration: isProration,
      proration_details,
      subscription,
      subscription_item: item,
    },
    type: 'subscription_item_details',
  }
}
