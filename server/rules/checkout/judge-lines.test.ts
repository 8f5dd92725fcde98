import { expect, test } from 'vitest'
import { GatewayError } from '../../errors.ts'
import type { ProductId } from '../proved.ts'
import { judgeLines } from './judge-lines.ts'
import type { OfferedPrice } from './offered-price.ts'

const once: OfferedPrice = {
  id: 'price_1',
  product: 'prod_1' as ProductId,
  currency: 'eur',
  interval: null,
  intervalCount: null,
  isCustom: false,
  isMetered: false,
  trialDays: null,
  ships: null,
  shipping: null,
  phone: false,
}
const monthly: Partial<OfferedPrice> = { interval: 'month', intervalCount: 1 }
const cart = (...prices: Partial<OfferedPrice>[]) =>
  prices.map((price, at) => ({ price: { ...once, id: `price_${at}`, ...price }, quantity: 1 }))
const judge = (...prices: Partial<OfferedPrice>[]) => judgeLines(cart(...prices))

function refusalOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof GatewayError) return error.code
  }
  return 'none'
}

test('files need no address, and the order of the lines is nobody’s', () => {
  const [one, other] = [judge({}, { id: 'a' }), judge({ id: 'a' }, { id: 'price_0' })]
  expect(one).toEqual(other)
  expect(one).toMatchObject({
    mode: 'payment',
    currency: 'eur',
    ships: null,
    shipping: [],
    phone: false,
    trialDays: null,
  })
})

test.each<[string, Partial<OfferedPrice>[], object]>([
  ['a subscription', [monthly, {}], { mode: 'subscription' }],
  [
    'the shortest trial',
    [
      { ...monthly, trialDays: 14 },
      { ...monthly, trialDays: 7 },
    ],
    { trialDays: 7 },
  ],
  ['no trial beside what has none', [{ ...monthly, trialDays: 14 }, monthly], { trialDays: null }],
  ['a trial beside what is paid once', [{ ...monthly, trialDays: 14 }, {}], { trialDays: 14 }],
  ['no trial of what is paid once', [{ trialDays: 14 }], { trialDays: null }],
  ['a phone number', [{ phone: true }, {}], { phone: true }],
  ['a parcel beside a file', [{ ships: ['DE'] }, {}], { ships: ['DE'], shipping: [] }],
  [
    'the countries of both parcels, in the order of the first',
    [{ ships: ['DE', 'AT', 'CH'] }, { ships: ['CH', 'DE'] }],
    { ships: ['DE', 'CH'] },
  ],
  [
    'the rates of both parcels, in the order of the first',
    [
      { ships: ['DE'], shipping: ['b', 'a', 'c'] },
      { ships: ['DE'], shipping: ['c', 'b'] },
    ],
    { shipping: ['b', 'c'] },
  ],
  [
    'the rates of one parcel, in which the other costs nothing',
    [{ ships: ['DE'], shipping: ['a'] }, { ships: ['DE'] }],
    { shipping: ['a'] },
  ],
  [
    'five rates of six',
    [{ ships: ['DE'], shipping: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    { shipping: ['a', 'b', 'c', 'd', 'e'] },
  ],
  ['no rate of what is not sent', [{ shipping: ['a'] }, monthly], { shipping: [], ships: null }],
  ['a parcel with a subscription', [monthly, { ships: ['DE'] }], { ships: ['DE'] }],
])('one order asks for %s', (_, prices, expected) => {
  expect(judge(...prices)).toMatchObject(expected)
})

test.each<[string, Partial<OfferedPrice>[], string]>([
  ['two currencies', [{}, { currency: 'usd' }], 'currencies_mixed'],
  [
    'two currencies, one of them recurring',
    [{}, { ...monthly, currency: 'usd' }],
    'currencies_mixed',
  ],
  ['months and years', [monthly, { interval: 'year', intervalCount: 1 }], 'rhythms_mixed'],
  ['one month and three', [monthly, { interval: 'month', intervalCount: 3 }], 'rhythms_mixed'],
  ['parcels to no common country', [{ ships: ['DE'] }, { ships: ['AT'] }], 'shipping_apart'],
  [
    'parcels of no common rate',
    [
      { ships: ['DE'], shipping: ['a'] },
      { ships: ['DE'], shipping: ['b'] },
    ],
    'shipping_apart',
  ],
  [
    'a paid parcel beside a subscription',
    [monthly, { ships: ['DE'], shipping: ['a'] }],
    'shipping_apart',
  ],
  ['a paid parcel each month', [{ ...monthly, ships: ['DE'], shipping: ['a'] }], 'shipping_apart'],
  ['a chosen amount beside anything', [{ isCustom: true }, {}], 'body_invalid'],
  ['101 that are paid once', Array.from({ length: 101 }, () => ({})), 'body_invalid'],
  ['21 that recur', Array.from({ length: 21 }, () => monthly), 'body_invalid'],
  [
    '21 beside one that recurs',
    [monthly, ...Array.from({ length: 21 }, () => ({}))],
    'body_invalid',
  ],
])('one order can’t hold %s', (_, prices, code) => {
  expect(refusalOf(() => judge(...prices))).toBe(code)
})

test('as many as Stripe takes are one order', () => {
  const many = (count: number, price: Partial<OfferedPrice>) =>
    Array.from({ length: count }, () => price)
  expect(judge(...many(100, {})).lines).toHaveLength(100)
  expect(judge(...many(20, monthly), ...many(20, {})).lines).toHaveLength(40)
})

test.each([{ isCustom: true }, { isMetered: true, ...monthly }])(
  'there are no two of %o',
  (price) => {
    const lines = cart(price).map((line) => ({ ...line, quantity: 2 }))
    expect(refusalOf(() => judgeLines(lines))).toBe('body_invalid')
  },
)
