import { expect, test } from 'vitest'
import { readCode } from './code-form.ts'
import { complaintAbout } from './mail-form.ts'
import { readAddress, suggestAddress } from './typed-address.ts'

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

test.each([
  [' ada@example.com ', 'ada@example.com'],
  ['ｇｒａｃｅ＠ｅｘａｍｐｌｅ．ｃｏｍ\u3000', 'grace@example.com'],
  ['grace@example。com', 'grace@example.com'],
])('%j is the address %s', (typed, address) => expect(readAddress(typed)).toBe(address))

test.each([
  ['Ada.L@gmial.com', 'Ada.L@gmail.com'],
  ['ada@GMAIL.CON', 'ada@gmail.com'],
  ['ada@gmai.com', 'ada@gmail.com'],
  ['ada@hotmaill.com', 'ada@hotmail.com'],
  ['ada@outlok.de', 'ada@outlook.de'],
  ['ada@iclod.com', 'ada@icloud.com'],
])('%s probably means %s', (typed, meant) => expect(suggestAddress(typed)).toBe(meant))

test.each([
  'ada@gmail.com',
  'ada@mail.com',
  'ada@email.com',
  'ada@ymail.com',
  'ada@example.com',
  'ada',
  '',
])('%j is meant as it is', (typed) => expect(suggestAddress(typed)).toBeNull())
