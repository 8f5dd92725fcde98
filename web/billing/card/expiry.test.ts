import { expect, test } from 'vitest'
import { expiryOf } from './expiry.ts'

test.each([
  ['2027-12', '2027-10-01', 'lasting'],
  ['2027-12', '2027-12-31T23:59:59Z', 'soon'],
  ['2027-12', '2028-01-01', 'expired'],
  ['2027-02', '2026-12-31', 'lasting'],
  ['2027-02', '2027-01-01', 'soon'],
  [null, '2027-01-01', null],
])('a card that works until %s is, on %s, %s', (expires, day, expected) => {
  expect(expiryOf(expires, Date.parse(day))).toBe(expected)
})
