import { expect, test } from 'vitest'
import { foldAddress } from './fold-address.ts'

test.each([
  ['Ada@Example.COM', 'ada@example.com', 'ASCII letters fold'],
  ['  ada@example.com ', 'ada@example.com', 'spaces around are trimmed'],
  ['\tada@example.com', '\tada@example.com', 'a tab is not a space'],
  ['\u00a0ada@example.com', '\u00a0ada@example.com', 'a no-break space is not a space'],
  ['jo\u212a@example.com', 'jo\u212a@example.com', 'a Kelvin sign stays no k'],
  ['\u0130@example.com', '\u0130@example.com', 'a dotted capital I stays no i'],
  ['JÜRGEN@example.com', 'jÜrgen@example.com', 'letters beyond ASCII stay'],
  ['a.d.a+news@example.com', 'a.d.a+news@example.com', 'dots and plus signs stay'],
  ['', '', 'nothing stays nothing'],
])('%j folds to %j: %s', (email, address) => {
  expect(foldAddress(email)).toBe(address)
})
