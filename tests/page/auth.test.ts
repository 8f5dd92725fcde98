import { expect, test } from 'vitest'
import { proveAddress, sendMail } from '../../web/requests/ask-auth.ts'
import type { FaultCode } from '../../web/requests/faults.ts'
import { useAnswers } from './prepared-answers.ts'

const answer = useAnswers()
const settings = { supabaseUrl: 'https://ref.supabase.co', publishableKey: 'sb_publishable_1' }
const auth = `${settings.supabaseUrl}/auth/v1/*`
const { signal } = new AbortController()
const email = {
  email: 'ada@example.com',
  pageUrl: 'https://pay.example/',
  language: 'de',
  captchaToken: null,
  signal,
}

test('an email is requested with the public key, and an address that is new becomes a user', async () => {
  const asked = answer(auth, { status: 200, body: {} })
  await sendMail(settings, email)
  const [request] = asked
  expect(request?.url).toMatch(
    /\/auth\/v1\/otp\?redirect_to=https%3A%2F%2Fpay\.example%2F%3Flang%3Dde$/,
  )
  expect(request?.body).toEqual({ email: 'ada@example.com', create_user: true })
  expect(request?.headers.get('apikey')).toBe('sb_publishable_1')
  expect(request?.headers.get('X-Supabase-Api-Version')).toBe('2024-01-01')
})

test.each<[number, unknown, FaultCode, number | null]>([
  [
    429,
    { code: 'over_email_send_rate_limit', message: 'you can only request this after 42 seconds.' },
    'mail_too_soon',
    42,
  ],
  [
    429,
    { code: 'over_email_send_rate_limit', message: 'email rate limit exceeded' },
    'mail_too_soon',
    null,
  ],
  [429, { code: 'over_request_rate_limit', message: '' }, 'rate_limited', null],
  [429, 'Too many', 'rate_limited', null],
  // GoTrue rounds down: there is something left of the last second.
  [
    429,
    { code: 'over_email_send_rate_limit', message: 'you can only request this after 0 seconds.' },
    'mail_too_soon',
    1,
  ],
  [400, { code: 'validation_failed' }, 'address_refused', null],
  [422, { code: 'validation_failed' }, 'address_refused', null],
  [400, { code: 400, error_code: 'email_address_invalid' }, 'address_refused', null],
  [400, { code: 'email_address_not_authorized' }, 'mail_not_set_up', null],
  [422, { code: 'signup_disabled' }, 'mail_not_set_up', null],
  [422, { code: 'email_provider_disabled' }, 'mail_not_set_up', null],
  [400, { code: 'captcha_failed' }, 'captcha_failed', null],
  [500, { code: 'unexpected_failure' }, 'auth_unavailable', null],
  [401, { message: 'Invalid API key' }, 'sign_in_failed', null],
])('%i %j becomes %s', async (status, body, code, retryAfterSeconds) => {
  answer(auth, { status, body })
  await expect(sendMail(settings, email)).rejects.toMatchObject({
    code,
    retryAfterSeconds,
  })
})

test('the answer to a captcha is sent along', async () => {
  const asked = answer(auth, { status: 200, body: {} })
  await sendMail(settings, { ...email, captchaToken: 'solved' })
  expect(asked[0]?.body).toMatchObject({
    gotrue_meta_security: { captcha_token: 'solved' },
  })
})

test('a link is redeemed as type "email", whatever it was, and only the access token comes back', async () => {
  const asked = answer(auth, {
    status: 200,
    body: { access_token: 'a.b.c', refresh_token: 'r' },
  })
  const token = await proveAddress(settings, { proof: { tokenHash: 'h' }, signal })
  expect(token).toBe('a.b.c')
  expect(asked[0]).toMatchObject({
    url: `${settings.supabaseUrl}/auth/v1/verify`,
    body: { type: 'email', token_hash: 'h' },
  })
})

test('a code is redeemed with its address', async () => {
  const asked = answer(auth, { status: 200, body: { access_token: 'a.b.c' } })
  await proveAddress(settings, {
    proof: { email: 'ada@example.com', code: '123456' },
    signal,
  })
  expect(asked[0]?.body).toEqual({
    type: 'email',
    email: 'ada@example.com',
    token: '123456',
  })
})

test.each<[number, unknown, FaultCode]>([
  [403, { code: 'otp_expired' }, 'code_refused'],
  [400, { code: 'validation_failed' }, 'code_refused'],
  [422, { code: 'validation_failed' }, 'code_refused'],
  [403, { code: 'user_banned' }, 'visitor_banned'],
  [200, {}, 'sign_in_failed'],
  [200, 'hello', 'sign_in_failed'],
])('a proof that is answered %i %j opens nothing', async (status, body, code) => {
  answer(auth, { status, body })
  const proof = { tokenHash: 'h' }
  await expect(proveAddress(settings, { proof, signal })).rejects.toMatchObject({
    code,
  })
})

test('a server that can\'t be reached is "offline"', async () => {
  answer(auth, null)
  await expect(sendMail(settings, email)).rejects.toMatchObject({ code: 'offline' })
})

test('a visitor who moves on ends the request, and that is no fault', async () => {
  const asked = answer(auth, { status: 200, body: {} })
  const moved = AbortSignal.abort()
  await expect(sendMail(settings, { ...email, signal: moved })).rejects.toMatchObject({
    name: 'AbortError',
  })
  expect(asked).toEqual([])
})
