import { beforeEach, describe, expect, test } from 'vitest'
import { assertProofOfAddress } from '#server/rules/proof-of-address.ts'
import type { Answer } from './client.ts'
import {
  auth,
  bearer,
  byCode,
  byLink,
  challenge,
  claimsOf,
  codeOf,
  emailOf,
  exchange,
  follow,
  fragmentOf,
  letPass,
  methodsOf,
  newest,
  opens,
  plant,
  run,
  send,
  side,
  signIn,
  siteUrl,
  somebody,
  verify,
  whereTo,
} from './client.ts'

let ada: string
beforeEach(async () => {
  ada = somebody()
  await plant(ada)
})

const password = 'a password of more than 32 letters'

/** What a session is worth: the table's rows, and the door's rule. */
async function worth(answer: Answer) {
  const token = answer.body['access_token']
  const times = { nowSeconds: Date.now() / 1000, maxAgeSeconds: 1800 }
  let door = 'links'
  try {
    assertProofOfAddress(claimsOf(answer), times)
  } catch (error) {
    door = (error as { code: string }).code
  }
  return [answer.status, methodsOf(answer), await opens(token), door]
}
const proves = (method: string) => [200, [method], 1, 'links']
const provesNothing = (method: string) => [200, [method], 0, 'email_unproven']

/** Somebody whose address is confirmed, and who may ask at once. */
async function return_(): Promise<void> {
  await signIn(ada)
  await run(`update auth.users set recovery_sent_at = null, confirmation_sent_at = null
    where email = '${ada}'`)
}

describe.skipIf(side.auth === null)('a session comes of', () => {
  const redeem = { byLink, byCode }
  const ways = (['byLink', 'byCode'] as const).flatMap((by) => [
    ...['email', 'signup', 'invite'].map((type) => [by, type, 'new'] as const),
    ...['email', 'magiclink', 'recovery'].map((type) => [by, type, 'known'] as const),
  ])
  test.each(ways)('the email of /otp, %s as "%s", to somebody %s', async (by, type, who) => {
    if (who === 'known') await return_()
    expect(await worth(await redeem[by](await emailOf(ada), type))).toEqual(proves('otp'))
  })

  const strays = (['byLink', 'byCode'] as const).flatMap((by) => [
    ...['magiclink', 'recovery', 'email_change'].map((type) => [by, type, 'new'] as const),
    ...['signup', 'invite', 'email_change'].map((type) => [by, type, 'known'] as const),
  ])
  test.each(strays)('nothing, %s as "%s", to somebody %s', async (by, type, who) => {
    if (who === 'known') await return_()
    const answer = await redeem[by](await emailOf(ada), type)
    expect([answer.status, codeOf(answer)]).toEqual([403, 'otp_expired'])
  })

  test('an email once: the second redeeming is refused, by link and by code', async () => {
    const email = await emailOf(ada)
    expect((await byLink(email)).status).toBe(200)
    for (const by of [byLink, byCode]) expect(codeOf(await by(email))).toBe('otp_expired')
  })

  test.each(['byLink', 'byCode'] as const)('the email of /recover, %s', async (by) => {
    await return_()
    expect(await worth(await redeem[by](await emailOf(ada, '/recover')))).toEqual(proves('otp'))
  })

  test.each([
    ['new', 'signup', 'signup'],
    ['known', 'magiclink', 'magiclink'],
    ['new', 'email', 'signup'],
    ['known', 'email', 'magiclink'],
  ])('Supabase’s own link, of somebody %s as "%s"', async (who, type, told) => {
    if (who === 'known') await return_()
    const answer = await follow((await emailOf(ada)).hash, type)
    expect([answer.status, whereTo(answer).href.split('#')[0]]).toEqual([303, siteUrl])
    const fragment = fragmentOf(answer)
    expect(fragment).toMatchObject({ token_type: 'bearer', type: told, expires_in: '1800' })
    expect(await worth({ ...answer, status: 200, body: fragment })).toEqual(proves('otp'))
    const again = fragmentOf(await follow('a'.repeat(56), type))
    expect(again).toMatchObject({ error: 'access_denied', error_code: 'otp_expired' })
  })
})

describe.skipIf(side.auth === null)('with a code challenge', () => {
  test.each([
    ['new', '/otp', 'signup', proves('email/signup')],
    ['known', '/otp', 'magiclink', proves('magiclink')],
    ['known', '/recover', 'recovery', provesNothing('recovery')],
  ])('somebody %s asks %s: the link leads to a code', async (who, path, type, expected) => {
    if (who === 'known') await return_()
    const email = await emailOf(ada, path, challenge)
    expect(email.hash).toMatch(/^pkce_/)
    const answer = await follow(email.hash, type)
    const code = whereTo(answer).searchParams.get('code')
    expect([answer.status, whereTo(answer).hash]).toEqual([303, ''])
    const wrong = { auth_code: code, code_verifier: 'w'.repeat(43) }
    const refused = await auth('POST /token?grant_type=pkce', { body: wrong })
    expect([refused.status, codeOf(refused)]).toEqual([400, 'bad_code_verifier'])
    expect(await worth(await exchange(code))).toEqual(expected)
    const twice = await exchange(code)
    expect([twice.status, codeOf(twice)]).toEqual([404, 'flow_state_not_found'])
  })

  test.each(['new', 'known'])('the page redeems it as always: somebody %s', async (who) => {
    if (who === 'known') await return_()
    const email = await emailOf(ada, '/otp', challenge)
    const bare = { ...email, hash: email.hash.replace('pkce_', '') }
    expect(codeOf(await byLink(bare))).toBe('otp_expired')
    expect(await worth(await byLink(email))).toEqual(proves('otp'))
  })

  test('a code goes out of date after five minutes', async () => {
    await return_()
    const answer = await follow((await emailOf(ada, '/otp', challenge)).hash, 'magiclink')
    await run(`update auth.flow_state set auth_code_issued_at = now() - interval '301 seconds',
      created_at = now() - interval '301 seconds'`)
    const late = await exchange(whereTo(answer).searchParams.get('code'))
    expect([late.status, codeOf(late)]).toEqual([422, 'flow_state_expired'])
  })

  test('what goes wrong is said in the query, too', async () => {
    const place = whereTo(await follow(`pkce_${'a'.repeat(56)}`, 'magiclink'))
    expect(place.searchParams.get('error_code')).toBe('otp_expired')
    expect(new URLSearchParams(place.hash.slice(1)).get('error_code')).toBe('otp_expired')
  })

  test.each([
    ['alone', { code_challenge: challenge.code_challenge }],
    ['too short', { ...challenge, code_challenge: 'short' }],
  ])('%s: refused', async (_, given) => {
    const answer = await send(ada, '/otp', given)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'validation_failed'])
  })
})

describe.skipIf(side.auth === null)('a password', () => {
  const signUp = () => auth('POST /signup', { body: { email: ada, password } })
  const enter = () => auth('POST /token?grant_type=password', { body: { email: ada, password } })

  test('opens a session once somebody confirmed the address, and proves nothing', async () => {
    expect((await signUp()).status).toBe(200)
    const early = await enter()
    expect([early.status, codeOf(early)]).toEqual([400, 'email_not_confirmed'])
    expect(await worth(await byLink(await newest(ada)))).toEqual(proves('otp'))
    expect(await worth(await enter())).toEqual(provesNothing('password'))
  })

  test('set by a stranger stays theirs when the customer’s own email confirms it', async () => {
    await signUp()
    await letPass(61, ada)
    expect(await worth(await byLink(await emailOf(ada)))).toEqual(proves('otp'))
    expect(await worth(await enter())).toEqual(provesNothing('password'))
  })

  test('for a known address tells nothing, sends nothing, changes nothing', async () => {
    await return_()
    const before = await newest(ada)
    const answer = await signUp()
    expect([answer.status, answer.body['email']]).toEqual([200, ada])
    expect(await newest(ada)).toEqual(before)
    const refused = await enter()
    expect([refused.status, codeOf(refused)]).toEqual([400, 'invalid_credentials'])
  })

  test('of fewer than 32 letters is refused', async () => {
    const answer = await auth('POST /signup', { body: { email: ada, password: 'short' } })
    expect([answer.status, codeOf(answer)]).toEqual([422, 'weak_password'])
  })

  test('is needed: nobody is anonymous', async () => {
    const answer = await auth('POST /signup', { body: {} })
    expect([answer.status, codeOf(answer)]).toEqual([422, 'anonymous_provider_disabled'])
  })
})

describe.skipIf(side.auth === null)('a session', () => {
  test('has a token with these claims, and no others', async () => {
    const answer = await byLink(await emailOf(ada))
    const claims = claimsOf(answer)
    const { id } = answer.body['user'] as { id: string }
    expect(claims).toEqual({
      iss: expect.stringMatching(/\/auth\/v1$/),
      sub: id,
      aud: 'authenticated',
      exp: answer.body['expires_at'],
      iat: Number(answer.body['expires_at']) - 1800,
      email: ada,
      phone: '',
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: { sub: id, email: ada, email_verified: true, phone_verified: false },
      role: 'authenticated',
      aal: 'aal1',
      amr: [{ method: 'otp', timestamp: expect.any(Number) }],
      session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      is_anonymous: false,
    })
    expect(answer.body).toMatchObject({ token_type: 'bearer', expires_in: 1800 })
    expect((answer.body['user'] as { identities: object[] }).identities).toMatchObject([
      { provider: 'email', identity_data: { email: ada, email_verified: true, sub: id } },
    ])
  })

  const refresh = (token: unknown) =>
    auth('POST /token?grant_type=refresh_token', { body: { refresh_token: token } })

  test('is refreshed with its factors and their times', async () => {
    const first = await byLink(await emailOf(ada))
    await run(`update auth.mfa_amr_claims set updated_at = updated_at - interval '300 seconds',
      created_at = created_at - interval '300 seconds'
      where session_id = '${String(claimsOf(first)['session_id'])}'`)
    const second = await refresh(first.body['refresh_token'])
    const [then, now] = [first, second].map((answer) => claimsOf(answer)['amr'])
    const [{ timestamp }] = then as [{ timestamp: number }]
    const [factor] = now as [{ timestamp: number }]
    expect(factor).toMatchObject({ method: 'otp' })
    expect(Math.abs(timestamp - 300 - factor.timestamp)).toBeLessThanOrEqual(1)
    expect(claimsOf(second)['session_id']).toBe(claimsOf(first)['session_id'])
  })

  test('is refreshed by nothing else, nor after it has ended', async () => {
    const nonsense = await refresh('nonsense')
    expect([nonsense.status, codeOf(nonsense)]).toEqual([400, 'validation_failed'])
    const { access_token, refresh_token } = await signIn(ada)
    await auth('POST /logout', { headers: bearer(access_token) })
    const ended = await refresh(refresh_token)
    expect([ended.status, codeOf(ended)]).toEqual([400, 'refresh_token_not_found'])
  })

  test.each([
    ['local', [403, 200]],
    ['others', [200, 403]],
    ['global', [403, 403]],
  ])(
    'ends with a sign-out of scope %s; the token itself goes on in the table',
    async (scope, left) => {
      const mine = await signIn(ada)
      await run(`update auth.users set recovery_sent_at = null where email = '${ada}'`)
      const other = await signIn(ada)
      const out = await auth(`POST /logout?scope=${scope}`, {
        headers: bearer(mine['access_token']),
      })
      expect(out.status).toBe(204)
      const users = [mine, other].map((each) =>
        auth('GET /user', { headers: bearer(each['access_token']) }),
      )
      expect((await Promise.all(users)).map(({ status }) => status)).toEqual(left)
      expect(await opens(mine['access_token'])).toBe(1)
    },
  )

  test('signs out in no other scope, and not twice', async () => {
    const headers = bearer((await signIn(ada))['access_token'])
    expect((await auth('POST /logout?scope=all', { headers })).status).toBe(400)
    await auth('POST /logout', { headers })
    const twice = await auth('POST /logout', { headers })
    expect([twice.status, codeOf(twice)]).toEqual([403, 'session_not_found'])
  })

  test.each([
    ['no token', {}, 401, 'no_authorization'],
    ['nonsense', bearer('nonsense'), 403, 'bad_jwt'],
  ])('has no user by %s', async (_, headers, status, code) => {
    const answer = await auth('GET /user', { headers: headers as Record<string, string> })
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
  })

  test('lets its user write about themselves, into the next token', async () => {
    const { access_token, refresh_token } = await signIn(ada)
    const headers = bearer(access_token)
    const put = (told: object) => auth('PUT /user', { headers, body: { data: told } })
    expect((await put({ nick: 'ada', email_verified: 'they say so' })).status).toBe(200)
    expect((await put({ nick: null })).body['user_metadata']).not.toHaveProperty('nick')
    expect(claimsOf(await refresh(refresh_token))['user_metadata']).toMatchObject({
      email_verified: 'they say so',
    })
  })

  test('of somebody banned goes no further; nor does their email', async () => {
    const { access_token, refresh_token } = await signIn(ada)
    await run(`update auth.users set banned_until = now() + interval '1 day',
      recovery_sent_at = null where email = '${ada}'`)
    const headers = bearer(access_token)
    const email = await emailOf(ada)
    for (const [answer, status] of [
      [await byLink(email), 403],
      [await byCode(email), 403],
      [await auth('GET /user', { headers }), 403],
      [await auth('PUT /user', { headers, body: { data: {} } }), 403],
      [await auth('POST /logout', { headers }), 403],
      [await refresh(refresh_token), 400],
    ] as const)
      expect([answer.status, codeOf(answer)]).toEqual([status, 'user_banned'])
    expect(fragmentOf(await follow(email.hash, 'magiclink'))).toMatchObject({
      error_code: 'user_banned',
    })
  })

  test('of somebody deleted has no user', async () => {
    const { access_token, refresh_token } = await signIn(ada)
    await run(`delete from auth.users where email = '${ada}'`)
    const gone = await auth('GET /user', { headers: bearer(access_token) })
    expect([gone.status, codeOf(gone)]).toEqual([403, 'user_not_found'])
    expect((await refresh(refresh_token)).status).toBe(400)
  })
})

describe.skipIf(side.auth === null)('/verify refuses', () => {
  test.each<[string, object | string, number, string]>([
    ['nothing', {}, 400, 'validation_failed'],
    ['no type', { token_hash: 'x' }, 400, 'validation_failed'],
    ['no token', { type: 'email' }, 400, 'validation_failed'],
    ['a code without its address', { type: 'email', token: '1' }, 400, 'validation_failed'],
    [
      'both',
      { type: 'email', token_hash: 'x', token: '1', email: 'a@example.com' },
      400,
      'validation_failed',
    ],
    [
      'a hash and an address',
      { type: 'email', token_hash: 'x', email: 'a@example.com' },
      400,
      'validation_failed',
    ],
    [
      'a hash and a place',
      { type: 'email', token_hash: 'x', redirect_to: siteUrl },
      400,
      'validation_failed',
    ],
    [
      'address, phone and code',
      { type: 'email', email: 'a@example.com', phone: '1', token: '1' },
      400,
      'validation_failed',
    ],
    [
      'a malformed address',
      { type: 'email', email: 'nobody', token: '1' },
      422,
      'validation_failed',
    ],
    [
      'an unknown type and a hash',
      { type: 'telepathy', token_hash: 'x' },
      400,
      'validation_failed',
    ],
    ['a wrong hash', { type: 'email', token_hash: 'x' }, 403, 'otp_expired'],
    ['a wrong code', { type: 'email', email: 'a@example.com', token: '1' }, 403, 'otp_expired'],
    ['no JSON', 'nonsense', 400, 'bad_json'],
  ])('%s', async (_, body, status, code) => {
    const answer = await auth('POST /verify', { body })
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
  })

  test.each([
    '/verify',
    '/verify?token=x',
    '/verify?type=email',
    '/verify?type=email&token_hash=x',
  ])('GET %s, and says so in JSON', async (path) => {
    const answer = await auth(`GET ${path}`)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'validation_failed'])
  })

  test('a code that is split elsewhere', async () => {
    const { code } = await emailOf(`${ada}.evil.example`)
    const split = { type: 'email', email: ada, token: `.evil.example${code}` }
    expect((await verify(split)).status).toBe(403)
  })

  test('an email of yesterday, by when it was sent', async () => {
    const email = await emailOf(ada)
    await letPass(901, ada)
    for (const by of [byLink, byCode]) expect(codeOf(await by(email))).toBe('otp_expired')
  })
})
