import type { SupabaseClient } from '@supabase/supabase-js'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase, siteUrl } from '#tests/shared-supabase.ts'
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

  test('is the project’s own: the page, the hash behind the #, the code', async () => {
    await askForLink('Ada@Example.COM')
    const { to, html, code, tokenHash, subject } = supabase.inbox.newestTo(ada)!
    expect([to, subject]).toEqual([ada, 'Your sign-in link'])
    expect(html).toContain(`href="${siteUrl}?lang=en#token_hash=${tokenHash}`)
    expect(html).toContain(`${code.slice(0, 5)}&nbsp;${code.slice(5)}`)
    expect(code).toMatch(/^\d{10}$/)
    expect(tokenHash).toMatch(/^[0-9a-f]{56}$/)
    expect(html).not.toContain('{{')
  })

  test('waits 60 seconds after the one before, and the answer says how long', async () => {
    await askForLink()
    supabase.control({ clockAheadSeconds: 20 })
    expect((await askForLink())?.message).toMatch(/only request this after (40|41) seconds\./)
    supabase.control({ clockAheadSeconds: 61 })
    expect(await askForLink()).toBeNull()
    expect(await askForLink('bob@example.com')).toBeNull()
  })

  test.each(['ada', 'jürgen@example.com', 'ada@bücher.de', 'jo\u{212A}@example.com', ' a@b.c'])(
    'does not go to %j',
    async (address) => {
      expect(await askForLink(address)).toMatchObject({ status: 400, code: 'validation_failed' })
      expect(supabase.inbox.emails).toEqual([])
    },
  )

  test('does not go to a stranger if the project admits nobody new', async () => {
    supabase.control({ signupDisabled: true })
    expect(await askForLink()).toMatchObject({ status: 422, code: 'signup_disabled' })
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
