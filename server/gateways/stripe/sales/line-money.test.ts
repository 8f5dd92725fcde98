import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { moneyOfLines } from './line-money.ts'

type Line = { amount: number; discounts?: number[]; tax?: number; isPart?: boolean }
type Reason = Stripe.Invoice.BillingReason
const lineOf = ({ amount, discounts = [], tax, isPart = false }: Line) =>
  ({
    amount,
    currency: 'usd',
    discount_amounts: discounts.map((off) => ({ amount: off })),
    parent: { subscription_item_details: { proration: isPart } },
    taxes: tax === undefined ? [] : [{ amount: tax, tax_behavior: 'exclusive' }],
  }) as unknown as Stripe.InvoiceLineItem
const moneyFor = (billing_reason: Reason, due: number, ...lines: Line[]) =>
  moneyOfLines({ amount_due: due, billing_reason }, lines.map(lineOf)).map(({ paid, cost }) => [
    paid,
    cost,
  ])
const moneyOf = (due: number, ...lines: Line[]) => moneyFor('subscription_cycle', due, ...lines)

describe('of the lines of a paid invoice', () => {
  test.each<[string, number, Line[], [paid: number, cost: number][]]>([
    ['what was due is what came in, tax too', 2320, [{ amount: 2000, tax: 320 }], [[2320, 2320]]],
    ['a balance pays nothing', 500, [{ amount: 2000 }], [[500, 2000]]],
    ['a discount lowers the cost', 1500, [{ amount: 2000, discounts: [500] }], [[1500, 1500]]],
    ['all of it discounted counts as paid', 0, [{ amount: 2000, discounts: [2000] }], [[1, 1]]],
    ['a trial counts as not paid', 0, [{ amount: 0 }], [[0, 1]]],
    [
      'a trial beside what is paid once is still not paid',
      3500,
      [{ amount: 0 }, { amount: 3500 }],
      [
        [0, 1],
        [3500, 3500],
      ],
    ],
    [
      'what a change of plans gives back is no cost',
      1000,
      [{ amount: 3000 }, { amount: -2000 }],
      [
        [1000, 3000],
        [1000, 3000],
      ],
    ],
    ['no more is paid than it costs', 9000, [{ amount: 2000 }], [[2000, 2000]]],
  ])('%s', (_, due, lines, money) => {
    expect(moneyOf(due, ...lines)).toEqual(money)
  })

  const free = { amount: 2000, discounts: [2000] }

  test('a change of plan that a discount pays grants nothing, as often as it is made', () => {
    expect(moneyFor('subscription_update', 0, free)).toEqual([[0, 1]])
    expect(moneyOf(0, { ...free, isPart: true }, free)).toEqual([
      [0, 1],
      [1, 1],
    ])
    expect(moneyFor('subscription_update', 700, free, { amount: 700 })).toEqual([
      [0, 1],
      [700, 700],
    ])
  })

  test('a period that begins with a discount counts as paid', () => {
    expect(moneyFor('subscription_create', 0, free)).toEqual([[1, 1]])
  })

  test('a change of plan that costs something grants its share', () => {
    const half = { amount: 2000, discounts: [1000], isPart: true }
    expect(moneyFor('subscription_update', 600, { amount: -400, isPart: true }, half)).toEqual([
      [600, 1000],
      [600, 1000],
    ])
  })
})
