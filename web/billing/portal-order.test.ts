import { expect, test } from 'vitest'
import { portalLanguage } from './portal-order.ts'

test.each([
  ['en', 'en-GB', 'en-GB'],
  ['en', 'en-US', 'en'],
  ['de', 'de-AT', 'de'],
  ['fr', 'fr-CA', 'fr-CA'],
  ['fr', 'fr-CH', 'fr'],
  ['es', 'es-ES', 'es'],
  ['es', 'es', 'es'],
  ['es', 'es-MX', 'es-419'],
  ['es', 'es-419', 'es-419'],
  ['es', 'es-GB', 'es'],
  ['ja', 'ja-JP', 'ja'],
  ['ar', 'ar-EG', 'ar'],
])('the portal of a page in %s for a visitor of %s opens in %s', (language, locale, expected) => {
  expect(portalLanguage(language, locale)).toBe(expected)
})
