import { expect, test } from 'vitest'
import { candidatesOf, isCatalogueId } from './catalogue.ts'

test.each<[string, string[]]>([
  ['prod_1', ['product']],
  ['price_1', ['price']],
  ['plan_1', ['price']],
  ['gold', ['product', 'price']],
  ['prod', ['product', 'price']],
])('%s may be the id of: %j', (id, kinds) => {
  expect(candidatesOf(id)).toEqual(kinds.map((kind) => ({ kind, id })))
})

test.each<[unknown, boolean]>([
  ['prod_1', true],
  ['price_1Abc', true],
  ['Gold plan', true],
  ['gold@2019.v2', true],
  ['a'.repeat(255), true],
  ['a'.repeat(256), false],
  ['', false],
  ['..', false],
  ['a/b', false],
  ['a\0', false],
  [['prod_1'], false],
  [null, false],
])('%j is an id of the catalogue: %s', (id, expected) => {
  expect(isCatalogueId(id)).toBe(expected)
})
