import type { SupabaseClient } from '@supabase/supabase-js'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase, siteUrl } from '#tests/shared-supabase.ts'
import { openBrowser } from '#tests/supabase-clients.ts'

const ada = 'ada@example.com'

let supabase: SupabaseStandIn
let browser: SupabaseClient
beforeEach(async () => {
  supabase = await sharedSupabase()
  browser = openBrowser(supabase)
})

/** Asks for an email and reads it. */
async function askForEmail(email: string) {
  const { error } = await browser.auth.signInWithOtp({ email })
  expect(error).toBeNull()
  return supabase.inbox.newestTo(email)!
}

async function signIn(client: SupabaseClient) {
  const { tokenHash } = await askForEmail(ada)
  const { data, error } = await client.auth.verifyOtp({ type: 'email', token_hash: tokenHash })
  expect(error).toBeNull()
  return data.session!
}

describe('signing in with an email', () => {
  test('works by the hash in its link, which leads to the page', async () => {
    const { html, tokenHash } = await askForEmail(ada)
    expect(html).toContain(`href="${siteUrl}?lang=en#token_hash=${tokenHash}`)
    const { data } = await browser.auth.verifyOtp({ type: 'email', token_hash: tokenHash })
    expect(data.session).toMatchObject({ token_type: 'bearer', user: { email: ada } })
  })

  test('works by its code, with the address in any case', async () => {
    const { code } = await askForEmail(ada)
    const order = { type: 'email', email: 'ADA@example.com', token: code } as const
    const { data } = await browser.auth.verifyOtp(order)
    expect(data.user).toMatchObject({ email: ada })
  })

  test('works once', async () => {
    const { code, tokenHash } = await askForEmail(ada)
    await browser.auth.verifyOtp({ type: 'email', token_hash: tokenHash })
    for (const order of [{ token_hash: tokenHash }, { email: ada, token: code }]) {
      const { data, error } = await browser.auth.verifyOtp({ type: 'email', ...order })
      expect([data.session, error?.status, error?.code]).toEqual([null, 403, 'otp_expired'])
    }
  })

  test('waits a minute before the next email', async () => {
    await askForEmail(ada)
    const { error } = await browser.auth.signInWithOtp({ email: ada })
    expect([error?.status, error?.code]).toEqual([429, 'over_email_send_rate_limit'])
  })

  test('needs no account, unless the site asks only for people who have one', async () => {
    const closed = { email: ada, options: { shouldCreateUser: false } }
    const { error } = await browser.auth.signInWithOtp(closed)
    expect([error?.status, error?.code]).toEqual([422, 'otp_disabled'])
    await signIn(browser)
    expect((await browser.auth.signInWithOtp(closed)).error).toBeNull()
  })

  test('takes a solved captcha along', async () => {
    supabase.control({ captcha: 'solved' })
    const ask = async (captchaToken: string) =>
      (await browser.auth.signInWithOtp({ email: ada, options: { captchaToken } })).error
    expect(await ask('wrong')).toMatchObject({ status: 400, code: 'captcha_failed' })
    expect(await ask('solved')).toBeNull()
  })
})

describe('a session', () => {
  test('is the same person to the server and by its own signature', async () => {
    const session = await signIn(browser)
    const { data: told } = await browser.auth.getUser()
    expect(told.user).toMatchObject({ id: session.user.id, email: ada })
    const { data: read } = await browser.auth.getClaims()
    expect(read?.header).toMatchObject({ alg: 'ES256' })
    expect(read?.claims).toMatchObject({
      sub: session.user.id,
      email: ada,
      role: 'authenticated',
      amr: [{ method: 'otp', timestamp: expect.any(Number) }],
    })
  })

  test('that was tampered with has no claims', async () => {
    const [header, , signature] = (await signIn(browser)).access_token.split('.')
    const claims = { email: 'grace@example.com', exp: Math.floor(Date.now() / 1000) + 60 }
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
    const { data, error } = await browser.auth.getClaims(`${header}.${payload}.${signature}`)
    expect([data, error?.code]).toEqual([null, 'invalid_jwt'])
  })

  test('is refreshed, and remembers when and how the person signed in', async () => {
    const before = await signIn(browser)
    const first = (await browser.auth.getClaims()).data!.claims
    supabase.control({ clockAheadSeconds: 1000 })
    const { data } = await browser.auth.refreshSession()
    expect(data.session?.refresh_token).not.toBe(before.refresh_token)
    const second = (await browser.auth.getClaims()).data!.claims
    expect([second.amr, second.session_id]).toEqual([first.amr, first.session_id])
    expect(second.iat).toBeGreaterThanOrEqual(first.iat + 1000)
  })

  test('is not refreshed twice with the same token', async () => {
    const { refresh_token } = await signIn(browser)
    await browser.auth.refreshSession({ refresh_token })
    const { error } = await openBrowser(supabase).auth.refreshSession({ refresh_token })
    expect([error?.status, error?.code]).toEqual([400, 'refresh_token_already_used'])
  })

  test('ends with the sign-out: its tokens are worth nothing any more', async () => {
    const { access_token: token, refresh_token } = await signIn(browser)
    expect((await browser.auth.signOut()).error).toBeNull()
    expect((await browser.auth.getSession()).data.session).toBeNull()
    const { data, error } = await browser.auth.getUser(token)
    expect([data.user, error?.name]).toEqual([null, 'AuthSessionMissingError'])
    const refreshed = await browser.auth.refreshSession({ refresh_token })
    expect(refreshed.error?.code).toBe('refresh_token_not_found')
  })

  test('of another device goes on if only this one signs out', async () => {
    await signIn(browser)
    supabase.control({ maxFrequencySeconds: 0 })
    const phone = openBrowser(supabase)
    await signIn(phone)
    await browser.auth.signOut({ scope: 'local' })
    expect((await phone.auth.getUser()).data.user).toMatchObject({ email: ada })
  })
})
