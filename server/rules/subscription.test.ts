import { expect, test } from 'vitest'
import { productOf } from './proved.ts'
import type { SubscriptionLike } from './subscription.ts'
import { summarizeSubscription, toSummary } from './subscription.ts'

type Item = SubscriptionLike['items']['data'][number]

const item = (more: Partial<Item> = {}, price: Partial<Item['price']> = {}): Item => ({
  quantity: 1,
  current_period_end: 1_800_000_000,
  price: {
    product: 'prod_basic',
    unit_amount: 1200,
    recurring: { interval: 'month', interval_count: 1 },
    ...price,
  },
  ...more,
})
const subscription = (items: Item[], more: Partial<SubscriptionLike> = {}): SubscriptionLike => ({
  id: 'sub_1',
  status: 'active',
  currency: 'eur',
  cancel_at: null,
  cancel_at_period_end: false,
  items: { data: items },
  ...more,
})

test('one item says product, price, rhythm and renewal', () => {
  expect(summarizeSubscription(subscription([item()]))).toEqual({
    id: 'sub_1',
    product: 'prod_basic',
    items: 1,
    status: 'active',
    amountMinor: 1200,
    currency: 'eur',
    interval: 'month',
    intervalCount: 1,
    renewsAt: '2027-01-15T08:00:00.000Z',
    endsAt: null,
  })
})

test('several items of one rhythm add up, and the earliest period counts', () => {
  const items = [
    item({ quantity: 3 }),
    item({ current_period_end: 1_700_000_000 }, { unit_amount: 50, product: { id: 'prod_x' } }),
  ]
  expect(summarizeSubscription(subscription(items))).toMatchObject({
    items: 2,
    amountMinor: 3650,
    interval: 'month',
    renewsAt: '2023-11-14T22:13:20.000Z',
  })
})

test('items of different rhythms have no common price and no common rhythm', () => {
  const yearly = item({}, { recurring: { interval: 'year', interval_count: 1 } })
  expect(summarizeSubscription(subscription([item(), yearly]))).toMatchObject({
    amountMinor: null,
    interval: null,
    intervalCount: null,
  })
})

test.each([
  ['tiers', item({}, { unit_amount: null })],
  ['metering', item({ quantity: undefined })],
])('a price by %s has no amount', (_name, odd) => {
  expect(summarizeSubscription(subscription([odd])).amountMinor).toBeNull()
})

test('no items at all are no fault', () => {
  expect(summarizeSubscription(subscription([]))).toMatchObject({
    product: null,
    items: 0,
    amountMinor: null,
    renewsAt: null,
  })
})

test.each([
  ['a set date', { cancel_at: 1_750_000_000 }, '2025-06-15T15:06:40.000Z'],
  ["the period's end", { cancel_at_period_end: true }, '2027-01-15T08:00:00.000Z'],
])('it ends at %s', (_name, more, endsAt) => {
  expect(summarizeSubscription(subscription([item()], more)).endsAt).toBe(endsAt)
})

test('product ids become names, and unknown ones nothing', () => {
  const names = new Map([[productOf({ product: 'prod_basic' }), 'Basic']])
  const named = [item(), item({}, { product: 'prod_gone' })].map((one) =>
    toSummary(summarizeSubscription(subscription([one])), names),
  )
  expect(named.map(({ product }) => product)).toEqual(['Basic', null])
})
