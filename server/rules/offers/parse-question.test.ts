import { expect, test } from 'vitest'
import type { OffersQuestion } from './parse-question.ts'
import { parseQuestion } from './parse-question.ts'

const all: OffersQuestion = { kind: 'search', words: '', language: '', after: 0 }

test.each<[string, Partial<OffersQuestion>]>([
  ['', {}],
  ['q=lamp', { words: 'lamp' }],
  ['q=+lamp++', { words: 'lamp' }],
  ['q=a', {}],
  ['q=%00a', {}],
  [`q=${'x'.repeat(70)}`, { words: 'x'.repeat(64) }],
  [`q=${'x'.repeat(63)}%F0%9F%98%80`, { words: `${'x'.repeat(63)}\ufffd` }],
  ['q=lamp&after=24&lang=de-AT', { words: 'lamp', after: 24, language: 'de' }],
  ['after=-1', {}],
  ['after=1e3', {}],
  ['after=0', {}],
  ['after=99999999', {}],
  ['lang=DE', {}],
  ['made=up', {}],
  ['product=prod_1', { kind: 'product', product: 'prod_1' }],
  ['product=', { kind: 'product', product: '' }],
  ['product=../x', { kind: 'product', product: '' }],
  ['prices=price_1,price_2,price_1', { kind: 'prices', prices: ['price_1', 'price_2'] }],
  ['prices=a/b,,price_2', { kind: 'prices', prices: ['price_2'] }],
  ['prices=', { kind: 'prices', prices: [] }],
])('?%s', (query, question) => {
  const whole = question.kind === undefined ? { ...all, ...question } : question
  expect(parseQuestion(new URLSearchParams(query))).toEqual(whole)
})

test('of prices there are a hundred at most', () => {
  const ids = Array.from({ length: 120 }, (_, at) => `price_${at}`)
  const question = parseQuestion(new URLSearchParams({ prices: ids.join(',') }))
  expect(question).toEqual({ kind: 'prices', prices: ids.slice(0, 100) })
})
