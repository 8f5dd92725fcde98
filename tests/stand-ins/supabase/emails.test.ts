import type { SupabaseClient } from '@supabase/supabase-js'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { openBrowser } from '#tests/supabase-clients.ts'
import { callAuth } from './client.ts'

// What an owner's page sees of signing in is in tests/owner-site; here is the rest.
const ada = 'ada@example.com'

let supabase: SupabaseStandIn
let auth: SupabaseClient['auth']
beforeEach(async () => {
  supabase = await sharedSupabase()
  ;({ auth } = openBrowser(supabase))
})

const askForLink = async (email = ada) => (await auth.signInWithOtp({ email })).error
const redeem = async (tokenHash = supabase.inbox.newestTo(ada)!.tokenHash) =>
  await auth.verifyOtp({ type: 'email', token_hash: tokenHash })

describe('the email', () => {
  test('is the confirmation until the address was confirmed, and then the magic link', async () => {
    supabase.control({ maxFrequencySeconds: 0 })
    await askForLink()
    await askForLink()
    await redeem()
    await askForLink()
    const templates = supabase.inbox.emails.map((email) => email.template)
    expect(templates).toEqual(['confirmation', 'confirmation', 'magic_link'])
  })
})

test('the captcha guards every way to ask for a session, and redeeming needs none', async () => {
  supabase.control({ captcha: 'solved' })
  const credentials = { email: ada, password: 'x', options: { captchaToken: 'wrong' } }
  for (const { error } of [
    await auth.signInWithOtp(credentials),
    await auth.signUp(credentials),
    await auth.signInWithPassword(credentials),
  ]) {
    expect(error).toMatchObject({ status: 400, code: 'captcha_failed' })
  }
  await auth.signInWithOtp({ email: ada, options: { captchaToken: 'solved' } })
  expect((await redeem()).error).toBeNull()
})

const today = { code: 'otp_expired', message: expect.any(String) }
const before2024 = { code: 403, error_code: 'otp_expired', msg: expect.any(String) }
test.each([
  ['2024-01-01', '2024-01-01', today],
  ['2026-11-26', '2024-01-01', today],
  ['2023-12-31', null, before2024],
  ['nonsense', null, before2024],
])('an error for API version %s names version %s', async (asked, named, body) => {
  const answer = await callAuth(supabase, 'POST /verify', {
    body: { type: 'email', token_hash: 'x' },
    headers: { 'X-Supabase-Api-Version': asked },
  })
  expect(answer.headers.get('x-supabase-api-version')).toBe(named)
  expect(answer.headers.get('x-sb-error-code')).toBe('otp_expired')
  expect(answer.body).toEqual(body)
})
