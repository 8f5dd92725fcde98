import { expect, test } from 'vitest'
import { text as english } from './en.ts'
import { fill, fillParts } from './fill.ts'
import { loadText, pickLanguage, pickRegion } from './locale.ts'

test.each([
  [['de-AT', 'en'], ['en', 'de'], 'de'],
  [['pt-BR'], ['en', 'pt', 'pt-BR'], 'pt-BR'],
  [['PT-br'], ['en', 'pt-BR'], 'pt-BR'],
  [['fr', 'it'], ['en'], 'en'],
  [['../../x', 'constructor'], ['en'], 'en'],
  [[], ['en'], 'en'],
])('of %j wanted and %j spoken, %s is taken', (wanted, spoken, expected) => {
  expect(pickLanguage(wanted, spoken)).toBe(expected)
})

test.each([
  [['de-CH', 'en-GB'], 'en', 'en-GB'],
  [['fr'], 'en', 'en'],
  [['en_GB!', 'en-AU'], 'en', 'en-AU'],
  [['en', 'en-NZ'], 'en', 'en-NZ'],
  [['en', 'de-CH'], 'en', 'en-CH'],
  [['ja', 'en-US'], 'ja', 'ja-US'],
  [['ar-SA-u-nu-latn'], 'ar', 'ar-SA-u-nu-latn'],
])('of %j, %s is written as in %s', (wanted, language, expected) => {
  expect(pickRegion(wanted, language)).toBe(expected)
})

test("an owner's sentence replaces ours and nothing else", async () => {
  const text = await loadText('en', { en: { signIn: { heading: 'Hello' } } })
  expect(text.signIn).toEqual({ ...english.signIn, heading: 'Hello' })
  expect(text.links).toEqual(english.links)
})

test('blanks are filled, unknown ones stay', () => {
  expect(fill('To {email}, {who}', { email: 'a@b.c' })).toBe('To a@b.c, {who}')
  expect(fillParts('{n}!', { n: 1 })).toEqual([1, '!'])
})
