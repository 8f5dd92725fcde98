import { expect, test, vi } from 'vitest'
import { someSubscription } from '#tests/page/some-link.ts'
import { text } from './en.ts'
import { formatDay, formatMoney, formatPrice, formatShortDay } from './format.ts'

test.each([
  ['euros have cents', 1200, 'eur', '€12.00'],
  ['yen have none', 1200, 'jpy', '¥1,200'],
  ['dinars have thousandths', 12_345, 'kwd', 'KWD 12.345'],
  ['Stripe counts krónur in hundredths', 120_000, 'isk', 'ISK 1,200'],
  ['Stripe counts ariary as a whole', 1200, 'mga', 'MGA 1,200'],
  ['nothing is a price too', 0, 'usd', '$0.00'],
])('%s', (_promise, amount, currency, expected) => {
  expect(formatMoney('en-US', amount, currency).replaceAll('\u00a0', ' ')).toBe(expected)
})

const monthly = someSubscription()

test.each([
  ['each month', {}, '€12.00 per month'],
  ['each quarter', { intervalCount: 3 }, '€12.00 every 3 months'],
  ['without a count', { intervalCount: null }, '€12.00 per month'],
  ['in a rhythm that we have no word for', { interval: 'fortnight' }, '€12.00'],
  ['without a rhythm', { interval: null }, '€12.00'],
  ['of several rhythms', { amountMinor: null }, null],
  ['without a currency', { currency: null }, null],
])('the price %s', (_case, change, expected) => {
  expect(formatPrice({ text, locale: 'en-GB' }, { ...monthly, ...change })).toBe(expected)
})

test('visitors read money as they write it', () => {
  const price = formatPrice({ text, locale: 'de-DE' }, monthly)
  expect(price?.replaceAll('\u00a0', ' ')).toBe('12,00 € per month')
})

test('a day of UTC’s calendar is that day, wherever the visitor is', () => {
  vi.stubEnv('TZ', 'America/Los_Angeles')
  expect(formatDay('en-GB', '2026-11-27')).toBe('27 November 2026')
  expect(formatShortDay('de-DE', '2026-11-27')).toBe('27. Nov.')
  vi.unstubAllEnvs()
})
