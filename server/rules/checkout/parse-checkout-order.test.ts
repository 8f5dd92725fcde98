import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seed } from '#tests/seed.ts'
import { GatewayError } from '../../errors.ts'
import { parseCheckoutOrder } from './parse-checkout-order.ts'

const site = { origins: ['https://shop.example'], frontendUrl: 'https://shop.example' }
const key = 'one-press-0123456789'
const parse = (order: unknown) => parseCheckoutOrder(JSON.stringify(order), site)

test('an order is read as it is meant', () => {
  const account = '0f0e0d0c-0b0a-4908-8706-050403020100'
  const order = { items: [{ price: 'price_1', quantity: 3 }], for: account, locale: 'de', key }
  expect(parse({ ...order, returnUrl: 'https://shop.example/plans?x={y}#old' })).toEqual({
    items: [{ price: 'price_1', quantity: 3 }],
    account,
    locale: { checkout: 'de', portal: 'de' },
    page: 'https://shop.example/plans?x=%7By%7D',
    key: { cart: key, attempt: 0 },
  })
  expect(parse({ items: [{ price: 'Gold plan' }], key })).toEqual({
    items: [{ price: 'Gold plan', quantity: 1 }],
    account: null,
    locale: { checkout: 'auto', portal: 'auto' },
    page: 'https://shop.example/',
    key: { cart: key, attempt: 0 },
  })
})

test('whatever is sent is an order of the documented form, or refused', () => {
  const item = fc.record(
    { price: fc.oneof(fc.constant('price_1'), fc.jsonValue()), quantity: fc.jsonValue() },
    { requiredKeys: [] },
  )
  const order = fc.record(
    {
      items: fc.oneof(fc.array(item, { maxLength: 2 }), fc.jsonValue()),
      for: fc.jsonValue(),
      locale: fc.jsonValue(),
      returnUrl: fc.oneof(fc.webUrl(), fc.constant('https://shop.example/x'), fc.jsonValue()),
      key: fc.oneof(fc.constant(key), fc.jsonValue()),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(order, fc.jsonValue()), (sent) => {
      try {
        const { items: lines, page } = parse(sent)
        expect(new Set(lines.map(({ price }) => price)).size).toBe(lines.length)
        for (const { price, quantity } of lines) {
          expect(price).toMatch(/^\w[\w.@+: -]{0,254}$/)
          expect(quantity >= 1 && quantity <= 99 && Number.isInteger(quantity)).toBe(true)
        }
        expect(new URL(page).origin).toBe('https://shop.example')
        expect(page).not.toMatch(/[{}#]/)
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error
        expect(['body_invalid', 'offer_unknown']).toContain(error.code)
      }
    }),
    { seed, numRuns: 100 },
  )
})
