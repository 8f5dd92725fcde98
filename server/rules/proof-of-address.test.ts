import { describe, expect, test } from 'vitest'
import { assertProofOfAddress } from './proof-of-address.ts'

const nowSeconds = 1_800_000_000
const bounds = { nowSeconds, maxAgeSeconds: 1800 }
const factor = (method: unknown, age = 10) => ({ method, timestamp: nowSeconds - age })
const good = {
  role: 'authenticated',
  aud: 'authenticated',
  iat: nowSeconds - 10,
  email: 'Ada@example.com',
  phone: '',
  is_anonymous: false,
  amr: [factor('otp')],
}

describe('a sign-in by mail proves the address', () => {
  test.each([
    ['otp', [factor('otp')]],
    ['magiclink', [factor('magiclink')]],
    ['email/signup', [factor('email/signup')]],
    ['otp and totp', [factor('totp'), factor('otp')]],
    ['otp and a second factor by phone', [factor('mfa/phone'), factor('otp')]],
    ['otp and a security key', [factor('mfa/webauthn'), factor('otp')]],
    ['an old and a new otp', [factor('otp', 5000), factor('otp', 5)]],
    ['an otp of this very second', [factor('otp', 0)]],
    ['an otp within the skew', [factor('otp', -5)]],
    ['an otp at the bound', [factor('otp', 1800)]],
  ])('%s', (_name, amr) => {
    expect(assertProofOfAddress({ ...good, amr }, bounds)).toEqual({
      email: 'Ada@example.com',
      address: 'ada@example.com',
    })
  })
})

describe('anything else proves nothing', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['password', 'email_unproven', { amr: [factor('password')] }],
    ['password and otp', 'email_unproven', { amr: [factor('otp'), factor('password')] }],
    ['oauth', 'email_unproven', { amr: [factor('oauth')] }],
    ['recovery', 'email_unproven', { amr: [factor('recovery')] }],
    ['email_change', 'email_unproven', { amr: [factor('email_change')] }],
    ['sso/saml', 'email_unproven', { amr: [factor('sso/saml')] }],
    ['passkey', 'email_unproven', { amr: [factor('passkey')] }],
    ['a method of tomorrow', 'email_unproven', { amr: [factor('otp'), factor('telepathy')] }],
    ['a second factor alone', 'email_unproven', { amr: [factor('totp')] }],
    ['no amr', 'email_unproven', { amr: undefined }],
    ['an empty amr', 'email_unproven', { amr: [] }],
    ['amr as words', 'email_unproven', { amr: ['otp'] }],
    ['amr as one word', 'email_unproven', { amr: 'otp' }],
    ['amr with null', 'email_unproven', { amr: [null] }],
    ['a method that is no word', 'email_unproven', { amr: [factor(1)] }],
    ['no time', 'email_unproven', { amr: [{ method: 'otp' }] }],
    ['a time that is no number', 'email_unproven', { amr: [{ method: 'otp', timestamp: '1' }] }],
    ['a time ahead', 'email_unproven', { amr: [factor('otp', -6)] }],
    ['too old', 'sign_in_too_old', { amr: [factor('otp', 1801)] }],
    ['anonymous', 'email_unproven', { is_anonymous: true }],
    ['anonymous in a word', 'email_unproven', { is_anonymous: 'true' }],
    ['another application', 'email_unproven', { client_id: 'app' }],
    ['a phone number', 'email_unproven', { phone: '491511234567' }],
    ['no address', 'email_unproven', { email: undefined }],
    ['an empty address', 'email_unproven', { email: '' }],
    ['a non-ASCII address', 'email_unproven', { email: 'jo\u212a@example.com' }],
    ['an address with a space', 'email_unproven', { email: 'a b@example.com' }],
    ['no @', 'email_unproven', { email: 'ada' }],
    ['service_role', 'token_invalid', { role: 'service_role' }],
    ['anon', 'token_invalid', { role: 'anon' }],
    ['no role', 'token_invalid', { role: undefined }],
    ['another audience', 'token_invalid', { aud: 'anon' }],
    ['no audience', 'token_invalid', { aud: null }],
    ['an empty list of audiences', 'token_invalid', { aud: [] }],
    ['two audiences', 'token_invalid', { aud: ['authenticated', 'authenticated'] }],
    ['a list of another audience', 'token_invalid', { aud: ['anon'] }],
    ['a list in a list', 'token_invalid', { aud: [['authenticated']] }],
    ['issued tomorrow', 'token_invalid', { iat: nowSeconds + 6 }],
  ])('%s: %s', (_name, code, claims) => {
    expect(() => assertProofOfAddress({ ...good, ...claims }, bounds)).toThrow(
      expect.objectContaining({ code }),
    )
  })
})
