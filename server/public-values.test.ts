import { expect, test } from 'vitest'
import { parsePublicUrl, parsePublishableKey, parseTurnstileSiteKey } from './public-values.ts'

const token = (role: string) =>
  `${[{ alg: 'HS256' }, { role }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.c2ln`

test.each([
  [parsePublishableKey, 'sb_publishable_Ab-9_x'],
  [parsePublishableKey, token('anon')],
  // Cloudflare's dummy keys, and the lengths of real ones.
  [parseTurnstileSiteKey, '1x00000000000000000000AA'],
  [parseTurnstileSiteKey, '3x00000000000000000000FF'],
  [parseTurnstileSiteKey, '0x4AAAAAAAb-d_fGhIjKlM'],
  [parsePublicUrl, 'https://a.netlify.app'],
  [parsePublicUrl, 'https://pay.example/'],
  [parsePublicUrl, 'https://shop.example/sk_SK/risk_live_1'],
  [parsePublicUrl, 'http://127.0.0.1:8888/billing'],
])('%o takes %s as it is', (parse, text) => {
  expect(parse(text)).toBe(text)
})

test.each([
  ['HTTPS://Pay.Example:443', 'https://pay.example'],
  ['https://@pay.example/a/../b?', 'https://pay.example/b'],
])('of %s only origin and path remain', (text, reduced) => {
  expect(parsePublicUrl(text)).toBe(reduced)
})

test.each([
  [parsePublishableKey, ['', 'the-key', 'sb_publishable_', 'sb_publishable_a b', 'eyJ.anon']],
  [parsePublishableKey, [token('authenticated'), `${token('anon')}.more`, 'eyJub3Q.eyJub3Q.x']],
  [parseTurnstileSiteKey, ['', '1x0000000000000000000000000000000AA', `0x4${'A'.repeat(30)}`]],
  [
    parsePublicUrl,
    ['', 'pay.example', 'ftp://pay.example', 'javascript:alert(1)', '//pay.example'],
  ],
  [parsePublicUrl, ['https://u:p@pay.example', 'https://u@pay.example', 'https://pay.example/#a']],
  [parsePublicUrl, ['https://pay.example/?a', 'https:\\\\pay.example', 'https://pay.ex\tample']],
  [parsePublicUrl, ['https://pay.example/%', 'https://sk_test_1.example']],
  [parsePublicUrl, ['https://pay.example/sb_secret_1', 'https://pay.example/%73bp%5F1']],
  [parsePublicUrl, ['https://pay.example/%2573k_live_1', `https://pay.example/${token('x')}`]],
])('%o refuses each of %j', (parse, texts) => {
  for (const text of texts) expect(() => parse(text), text).toThrow(/./)
})
