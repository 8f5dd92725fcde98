import { expect, test } from 'vitest'
import { orderNumberOf } from './order-number.ts'
import { parsePressKey, writePressKey } from './press-key.ts'

test.each([
  ['0000000000', '0000-0000'],
  ['ffffffffff', 'ZZZZ-ZZZZ'],
  ['0000000001', '0000-0001'],
  ['8000000000', 'G000-0000'],
  ['00443214c7', '0123-4567'],
])('%s is order %s', (digest, number) => {
  const bits = Array.from(number.replace('-', ''))
    .map((letter) =>
      '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(letter).toString(2).padStart(5, '0'),
    )
    .join('')
  expect(BigInt(`0b${bits}`).toString(16).padStart(10, '0')).toBe(digest)
  expect(orderNumberOf(`${digest}abcdef`)).toBe(number)
})

const cart = 'c'.repeat(16)
test.each([
  [cart, { cart, attempt: 0 }],
  [`${cart}.0`, { cart, attempt: 0 }],
  [`${cart}.12`, { cart, attempt: 12 }],
  [`${cart}.01`, null],
  [`${cart}.`, null],
  [`${cart}.1234567`, null],
  ['c'.repeat(15), null],
  ['c'.repeat(65), null],
  [`${cart}!`, null],
  [7, null],
])('%s is the key %o', (key, expected) => {
  expect(parsePressKey(key)).toEqual(expected)
  if (expected !== null) expect(parsePressKey(writePressKey(expected))).toEqual(expected)
})
