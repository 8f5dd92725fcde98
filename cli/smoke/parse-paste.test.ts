import { expect, test } from 'vitest'
import { parsePaste } from './parse-paste.ts'

const hash = 'pkce_0123456789abcdef'

test.each([
  ['1234567890', { kind: 'code', code: '1234567890' }],
  [' 12345 67890\n', { kind: 'code', code: '1234567890' }],
  [`https://a.example/#token_hash=${hash}`, { kind: 'hash', tokenHash: hash, type: 'email' }],
  // As an email program may break the link in two.
  [`https://a.example/\n#token_hash=${hash}`, { kind: 'hash', tokenHash: hash, type: 'email' }],
  [
    `https://ref.supabase.co/auth/v1/verify?token=${hash}&type=signup&redirect_to=x`,
    { kind: 'hash', tokenHash: hash, type: 'signup' },
  ],
])('%j is a proof', (text, proof) => {
  expect(parsePaste(text)).toEqual(proof)
})

test.each([
  ['nothing', ''],
  ['a word', 'hello'],
  ['too short a code', '12345'],
  ['a page', 'https://a.example/'],
  ['a recovery as a recovery', 'https://a.example/?token=0123456789abcdef&type=recovery'],
  ['a malformed hash', 'https://a.example/#token_hash=a/b'],
])('%s is no proof', (_, text) => {
  expect(parsePaste(text)).toBeNull()
})
