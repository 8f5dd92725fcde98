import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase, siteUrl } from '#tests/shared-supabase.ts'
import { askForLink, callAuth, claimsIn, redeem } from './client.ts'

const ada = 'ada@example.com'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

describe('the mail', () => {
  test('a first-time visitor gets the confirmation, later the magic link', async () => {
    await askForLink(supabase, ada)
    const first = supabase.inbox.newestTo(ada)!
    await redeem(supabase, first.tokenHash)
    await askForLink(supabase, ada)
    expect(supabase.inbox.mails.map((mail) => mail.template)).toEqual([
      'confirmation',
      'magic_link',
    ])
  })

  test('whoever never confirmed is a first-time visitor still', async () => {
    await askForLink(supabase, ada)
    supabase.control({ clockAheadSeconds: 61 })
    await askForLink(supabase, ada)
    expect(supabase.inbox.newestTo(ada)?.template).toBe('confirmation')
  })

  test('it is the project’s own: the page, the hash behind the #, the code', async () => {
    await askForLink(supabase, ada)
    const { html, code, tokenHash, subject } = supabase.inbox.newestTo(ada)!
    expect(subject).toBe('Your link to manage billing')
    expect(html).toContain(`href="${siteUrl}#token_hash=${tokenHash}"`)
    expect(html).toContain(code)
    expect(code).toMatch(/^\d{10}$/)
    expect(tokenHash).toMatch(/^[0-9a-f]{56}$/)
    expect(html).not.toContain('{{')
  })

  test('it goes to the address in lower case', async () => {
    await askForLink(supabase, 'Ada@Example.COM')
    expect(supabase.inbox.mails.map((mail) => mail.to)).toEqual([ada])
  })

  test('nobody is told whether the address was known', async () => {
    const stranger = await askForLink(supabase, ada)
    await supabase.signIn('bob@example.com')
    const known = await askForLink(supabase, 'bob@example.com')
    expect([stranger.status, stranger.body]).toEqual([200, {}])
    expect([known.status, known.body]).toEqual([200, {}])
  })

  test.each(['', 'ada', 'jürgen@example.com', 'ada@bücher.de', 'jo\u{212A}@example.com', ' a@b.c'])(
    '%j is no address',
    async (email) => {
      const { status, body } = await askForLink(supabase, email)
      expect([status, body['code']]).toEqual([400, 'validation_failed'])
      expect(supabase.inbox.mails).toEqual([])
    },
  )

  test('a stranger is refused where nobody new may come in', async () => {
    const body = { email: ada, create_user: false }
    const closed = await callAuth(supabase, 'POST /otp', { body })
    expect([closed.status, closed.body['code']]).toEqual([422, 'otp_disabled'])
    supabase.control({ signupDisabled: true })
    const off = await askForLink(supabase, ada)
    expect([off.status, off.body['code']]).toEqual([422, 'signup_disabled'])
  })

  test('the next one waits 60 seconds, and the answer says how long', async () => {
    await askForLink(supabase, ada)
    supabase.control({ clockAheadSeconds: 20 })
    const { status, body } = await askForLink(supabase, ada)
    expect([status, body['code']]).toEqual([429, 'over_email_send_rate_limit'])
    expect(body['message']).toMatch(/only request this after (40|41) seconds\./)
    supabase.control({ clockAheadSeconds: 61 })
    expect((await askForLink(supabase, ada)).status).toBe(200)
    expect((await askForLink(supabase, 'bob@example.com')).status).toBe(200)
  })
})

describe('the token', () => {
  test('the link’s hash opens a session that proves the address by mail', async () => {
    await askForLink(supabase, ada)
    const { status, body } = await redeem(supabase, supabase.inbox.newestTo(ada)!.tokenHash)
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 1800, user: { email: ada } })
    const claims = claimsIn(body['access_token'])
    expect(claims).toEqual({
      iss: `${supabase.url}/auth/v1`,
      sub: (body['user'] as { id: string }).id,
      aud: 'authenticated',
      exp: body['expires_at'],
      iat: expect.any(Number),
      email: ada,
      phone: '',
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: expect.objectContaining({ email_verified: true }),
      role: 'authenticated',
      aal: 'aal1',
      amr: [{ method: 'otp', timestamp: claims['iat'] }],
      session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      is_anonymous: false,
    })
  })

  test('the code does so too, with its address in any case', async () => {
    await askForLink(supabase, ada)
    const { code } = supabase.inbox.newestTo(ada)!
    const body = { type: 'email', email: 'ADA@example.com', token: code }
    expect((await callAuth(supabase, 'POST /verify', { body })).status).toBe(200)
  })

  test('it serves once, by either way', async () => {
    await askForLink(supabase, ada)
    const { code, tokenHash } = supabase.inbox.newestTo(ada)!
    await redeem(supabase, tokenHash)
    const again = await redeem(supabase, tokenHash)
    expect([again.status, again.body['code']]).toEqual([403, 'otp_expired'])
    const body = { type: 'email', email: ada, token: code }
    const byCode = await callAuth(supabase, 'POST /verify', { body })
    expect([byCode.status, byCode.body['code']]).toEqual([403, 'otp_expired'])
  })

  test('a newer mail replaces it', async () => {
    await askForLink(supabase, ada)
    const old = supabase.inbox.newestTo(ada)!
    supabase.control({ clockAheadSeconds: 61 })
    await askForLink(supabase, ada)
    expect((await redeem(supabase, old.tokenHash)).status).toBe(403)
    expect((await redeem(supabase, supabase.inbox.newestTo(ada)!.tokenHash)).status).toBe(200)
  })

  test.each([
    [899, 200],
    [901, 403],
  ])('after %i seconds it is answered with %i', async (clockAheadSeconds, status) => {
    await askForLink(supabase, ada)
    supabase.control({ clockAheadSeconds })
    expect((await redeem(supabase, supabase.inbox.newestTo(ada)!.tokenHash)).status).toBe(status)
  })

  test('a code is worth nothing with another address', async () => {
    await askForLink(supabase, ada)
    const { code } = supabase.inbox.newestTo(ada)!
    const body = { type: 'email', email: 'bob@example.com', token: code }
    expect((await callAuth(supabase, 'POST /verify', { body })).status).toBe(403)
  })

  test.each([
    ['nothing', {}],
    ['no type', { token_hash: 'x' }],
    ['no token', { type: 'email' }],
    ['a code without its address', { type: 'email', token: '1' }],
    ['both ways at once', { type: 'email', token_hash: 'x', email: ada, token: '1' }],
    ['a type that is none', { type: 'telepathy', token_hash: 'x' }],
  ])('%s is refused as malformed', async (_, order) => {
    const { status, body } = await callAuth(supabase, 'POST /verify', { body: order })
    expect([status, body['code']]).toEqual([400, 'validation_failed'])
  })
})

describe('the captcha', () => {
  beforeEach(() => supabase.control({ captcha: 'solved' }))

  test.each(['POST /otp', 'POST /signup', 'POST /token?grant_type=password'])(
    '%s is refused without it',
    async (order) => {
      const body = { email: ada, password: 'x', gotrue_meta_security: { captcha_token: 'wrong' } }
      const answer = await callAuth(supabase, order, { body })
      expect([answer.status, answer.body['code']]).toEqual([400, 'captcha_failed'])
    },
  )

  test('who solved it gets the mail, and redeeming needs none', async () => {
    const body = { email: ada, gotrue_meta_security: { captcha_token: 'solved' } }
    expect((await callAuth(supabase, 'POST /otp', { body })).status).toBe(200)
    expect((await redeem(supabase, supabase.inbox.newestTo(ada)!.tokenHash)).status).toBe(200)
  })
})

test('a client of the older API gets the older error', async () => {
  const response = await fetch(`${supabase.url}/auth/v1/verify`, {
    method: 'POST',
    body: JSON.stringify({ type: 'email', token_hash: 'x' }),
  })
  expect(response.headers.get('x-sb-error-code')).toBe('otp_expired')
  expect(await response.json()).toEqual({
    code: 403,
    error_code: 'otp_expired',
    msg: expect.any(String),
  })
})
