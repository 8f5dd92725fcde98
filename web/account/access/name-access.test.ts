import { expect, test } from 'vitest'
import { brand } from '../../brand.ts'
import { text as german } from '../../words/de.ts'
import { text as english } from '../../words/en.ts'
import { nameAccess } from './name-access.ts'

const accessNames = { de: { export: 'Druckdaten', prod_a: 'Das Buch' } }
const inGerman = { brand: { ...brand, accessNames }, text: german }
const inEnglish = { brand: { ...brand, accessNames }, text: english }

test.each([
  ['export', null, inGerman, 'Druckdaten'],
  // The owner's words come first, and only in their language.
  ['prod_a', 'Book', inGerman, 'Das Buch'],
  ['prod_a', 'Book', inEnglish, 'Book'],
  ['export', null, inEnglish, 'export'],
  ['pro', null, { brand, text: english }, 'pro'],
  ['prod_b', null, inGerman, null],
  // A name is the owner's own word, and may be any.
  ['constructor', null, inGerman, 'constructor'],
])('%s, called %s by the shop, is said in words', (name, title, page, expected) => {
  expect(nameAccess(page, { name, title })).toBe(expected)
})
