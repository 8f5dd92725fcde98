import { expect, test } from 'vitest'
import type { PriceLike } from './parse-price.ts'
import { parsePrice } from './parse-price.ts'

const monthly: PriceLike = {
  id: 'price_1',
  livemode: false,
  active: true,
  product: 'prod_1',
  unit_amount: 900,
  currency: 'usd',
  recurring: { interval: 'month', interval_count: 1 },
  custom_unit_amount: null,
  billing_scheme: 'per_unit',
  transform_quantity: null,
  tax_behavior: 'unspecified',
  metadata: {},
}

test('a price is its own fields and our keys, and no other metadata', () => {
  const metadata = { offer: 'yes', credits: '100', note: 'for Ada, 20 % off' }
  expect(parsePrice({ ...monthly, metadata })).toEqual({
    stripePriceId: 'price_1',
    livemode: false,
    stripeProductId: 'prod_1',
    active: true,
    deleted: false,
    isOffered: true,
    isSoldOut: false,
    amount: 900,
    currency: 'usd',
    interval: 'month',
    intervalCount: 1,
    isCustom: false,
    customMinimum: null,
    customMaximum: null,
    customPreset: null,
    hasTiers: false,
    hasTransformQuantity: false,
    hasCurrencyOptions: false,
    isMetered: false,
    taxBehavior: 'unspecified',
    access: null,
    credits: 100,
    creditsPer100: null,
    creditsLast: null,
    trialDays: null,
    ships: null,
    shipping: null,
    phone: null,
    license: null,
    devices: null,
    download: null,
    unreadable: [],
  })
})

test('what is sold out is shown, and is not offered', () => {
  const metadata = { offer: 'Sold-out' }
  const told = { isOffered: false, isSoldOut: true, unreadable: [] }
  expect(parsePrice({ ...monthly, metadata })).toMatchObject(told)
})

test.each<[string | undefined, boolean, string[]]>([
  [undefined, false, []],
  ['yes', true, []],
  [' Yes ', true, []],
  ['no', false, []],
  ['true', false, ['offer']],
  ['yes please', false, ['offer']],
  ['sold out', false, ['offer']],
])('offer=%s', (offer, isOffered, unreadable) => {
  const metadata: Record<string, string> = offer === undefined ? {} : { offer }
  expect(parsePrice({ ...monthly, metadata })).toMatchObject({ isOffered, unreadable })
})

const custom = { minimum: 100, maximum: null, preset: 500 }

test.each<[Partial<PriceLike>, object]>([
  [{ active: false }, { active: false }],
  [{ product: { id: 'prod_2' } }, { stripeProductId: 'prod_2' }],
  [{ tax_behavior: 'inclusive' }, { taxBehavior: 'inclusive' }],
  [
    { recurring: { interval: 'month', interval_count: 1, usage_type: 'metered' } },
    { isMetered: true },
  ],
  [{ recurring: null }, { interval: null, intervalCount: null }],
  [{ unit_amount: null }, { amount: null }],
  [{ unit_amount: 0 }, { amount: 0 }],
  [
    { unit_amount: null, custom_unit_amount: custom },
    { isCustom: true, customMinimum: 100, customMaximum: null, customPreset: 500 },
  ],
  [{ billing_scheme: 'tiered', unit_amount: null }, { hasTiers: true }],
  [{ transform_quantity: { divide_by: 10 } }, { hasTransformQuantity: true }],
  [{ currency_options: { usd: {} } }, { hasCurrencyOptions: false }],
  [{ currency_options: { usd: {}, eur: {} } }, { hasCurrencyOptions: true }],
])('%j', (change, told) => {
  expect(parsePrice({ ...monthly, ...change })).toMatchObject(told)
})
