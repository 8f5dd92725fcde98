import { expect, test } from 'vitest'
import { createPressKeys } from './press-keys.ts'

let last = 0
const keys = createPressKeys(() => new Uint8Array(16).fill(++last))

test('a press that got no answer is repeated, and another press is another', () => {
  const first = keys.of('price_1')
  expect(first).toMatch(/^[\da-f]{32}$/)
  expect(keys.of('price_1')).toBe(first)
  expect(keys.of('price_2')).not.toBe(first)
  keys.isAnswered('price_1')
  expect(keys.of('price_1')).not.toBe(first)
})
