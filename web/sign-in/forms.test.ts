import { expect, test } from 'vitest'
import { readCode } from './code-form.ts'
import { complaintAbout } from './mail-form.ts'

const words = { empty: 'empty', malformed: 'malformed' }

test.each([
  ['ada@example.com', null],
  ['ADA@localhost', null],
  ['', 'empty'],
  ['ada', 'malformed'],
  ['ada@', 'malformed'],
  ['a b@example.com', 'malformed'],
  ['a@b@c', 'malformed'],
])('about %j the page says %j', (address, expected) => {
  expect(complaintAbout(address, words)).toBe(expected)
})

test.each([
  '1234567890',
  '12345 67890',
  ' 12345-67890\n',
  '12345–67890',
  '12345\u00a067890',
  '１２３４５６７８９０',
  '١٢٣٤٥ ٦٧٨٩٠',
  '۱۲۳۴۵۶۷۸۹۰',
])('%j is the same code', (value) => expect(readCode(value)).toBe('1234567890'))
