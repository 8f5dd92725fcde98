import { beforeEach, describe, expect, test } from 'vitest'
import type { Email } from './client.ts'
import {
  auth,
  bearer,
  byCode,
  byLink,
  challenge,
  codeOf,
  emailOf,
  exchange,
  follow,
  letPass,
  newest,
  opens,
  plant,
  rows,
  run,
  send,
  side,
  signIn,
  somebody,
  verify,
  whereTo,
} from './client.ts'

let victim: string
beforeEach(async () => {
  victim = somebody('gmail.com')
  await plant(victim)
})

/** As Supabase Auth's own role: what its holes, or its owner, can do to a row. */
const asAuth = (sql: string) => run(`set role supabase_auth_admin; ${sql}; reset role`)
/** Past every trigger: what a row of before looks like. */
const asBefore = (sql: string) =>
  run(`set session_replication_role = replica; ${sql}; set session_replication_role = origin`)
const mayAskAgain = (email: string) =>
  asBefore(`update auth.users set recovery_sent_at = null, confirmation_sent_at = null,
    recovery_token = '', confirmation_token = '' where email = '${email}'`)

describe.skipIf(side.auth === null)('what was emailed before an address moved', () => {
  let mallory: string
  let session: Record<string, unknown>
  beforeEach(async () => {
    mallory = `${victim}.evil.example`
    session = await signIn(mallory)
    await mayAskAgain(mallory)
  })

  const headers = () => bearer(session['access_token'])
  const wish = () => auth('PUT /user', { headers: headers(), body: { email: victim } })
  const ways = {
    'by a change in the database': () =>
      asAuth(`update auth.users set email = '${victim}' where email = '${mallory}'`),
    'by the owner, in one write with the rest': () =>
      asAuth(`update auth.users set email = '${victim}', email_confirmed_at = now(),
        updated_at = now() where email = '${mallory}'`),
    'by both mailboxes': async () => {
      await wish()
      const kept = await rows(`select token_hash from auth.one_time_tokens
        where token_type::text like 'email_change%' and user_id =
          (select id from auth.users where email = '${mallory}')`)
      expect(kept).toHaveLength(2)
      const answers = []
      for (const { token_hash } of kept)
        answers.push(await verify({ type: 'email_change', token_hash }))
      expect(answers.map(({ body }) => 'access_token' in body)).toEqual([false, true])
      const [, moved] = answers
      expect(await opens(moved!.body['access_token'])).toBe(0)
    },
  }
  const held: Record<
    string,
    { path?: string; more?: object; tries(email: Email): Promise<unknown> }
  > = {
    'a code': { tries: (email) => allTypes((type) => byCode({ ...email, to: victim }, type)) },
    'a code under its own address': { tries: (email) => allTypes((type) => byCode(email, type)) },
    'a code that is split elsewhere': {
      tries: (email) =>
        allTypes((type) => verify({ type, email: victim, token: `.evil.example${email.code}` })),
    },
    'a link': { tries: (email) => allTypes((type) => byLink(email, type)) },
    'a code of /recover': {
      path: '/recover',
      tries: (email) =>
        allTypes((type) => verify({ type, email: victim, token: `.evil.example${email.code}` })),
    },
    'a link of /recover': {
      path: '/recover',
      tries: (email) => allTypes((type) => byLink(email, type)),
    },
    'a link with a challenge': {
      more: challenge,
      tries: (email) => allTypes((type) => byLink(email, type)),
    },
    'a code with a challenge': {
      more: challenge,
      tries: (email) =>
        allTypes((type) => verify({ type, email: victim, token: `.evil.example${email.code}` })),
    },
  }
  async function allTypes(redeem: (type: string) => Promise<{ status: number }>) {
    const statuses = []
    for (const type of ['email', 'magiclink', 'recovery', 'signup'])
      statuses.push((await redeem(type)).status)
    return statuses
  }
  const each = Object.keys(held).flatMap((what) =>
    Object.keys(ways).map((way) => [what, way] as const),
  )

  test.each(each)('%s, moved %s, opens nothing', async (what, way) => {
    const { path, more, tries } = held[what]!
    const email = await emailOf(mallory, path, more)
    await ways[way as keyof typeof ways]()
    expect(await tries(email)).toEqual([403, 403, 403, 403])
  })

  test.each(Object.keys(ways))('a PKCE code that was drawn before, moved %s', async (way) => {
    const { hash } = await emailOf(mallory, '/otp', challenge)
    const code = whereTo(await follow(hash, 'magiclink')).searchParams.get('code')
    await ways[way as keyof typeof ways]()
    expect((await exchange(code)).status).toBe(404)
  })

  test.each(Object.keys(ways))(
    'moved %s: sessions of before open nothing, and the rightful person is in after a minute',
    async (way) => {
      await ways[way as keyof typeof ways]()
      const refresh = (token: unknown) =>
        auth('POST /token?grant_type=refresh_token', { body: { refresh_token: token } })
      const refreshed = await refresh(session['refresh_token'])
      expect(refreshed.status).toBe(200)
      expect(await opens(refreshed.body['access_token'])).toBe(0)
      const early = await signIn(victim)
      expect(await opens(early['access_token'])).toBe(0)
      await asBefore(`
        update private.address_moves set moved_at = moved_at - interval '61 seconds';
        update auth.mfa_amr_claims set updated_at = updated_at - interval '61 seconds'
      `)
      await mayAskAgain(victim)
      expect(await opens((await signIn(victim))['access_token'])).toBe(1)
      const again = await refresh(refreshed.body['refresh_token'])
      expect(await opens(again.body['access_token'])).toBe(0)
    },
  )

  test('a wish alone moves nothing; nor does one mailbox', async () => {
    expect((await wish()).status).toBe(200)
    const { email_change_token_current: current } = (
      await rows(`select * from auth.users where email = '${mallory}'`)
    )[0]!
    const half = await verify({ type: 'email_change', token_hash: current })
    expect([half.status, half.body['access_token']]).toEqual([200, undefined])
    const user = await auth('GET /user', { headers: headers() })
    expect(user.body).toMatchObject({ email: mallory, new_email: victim })
  })

  test('an address that another user has can’t be wished for', async () => {
    await signIn(victim)
    const refused = await wish()
    expect([refused.status, codeOf(refused)]).toEqual([422, 'email_exists'])
  })
})

describe.skipIf(side.auth === null)('a stranger’s first request for an address', () => {
  const size = async () =>
    (
      await rows(`select octet_length(raw_user_meta_data::text) as users,
        octet_length(identity_data::text) as identities, users.aud
        from auth.users join auth.identities on user_id = users.id where users.email = '${victim}'`)
    )[0]!

  test.each([0, 1500, 9000, 900_000])(
    'with %i bytes of metadata locks nobody out, and keeps no more than 2 kB',
    async (bytes) => {
      const planted = await send(victim, '/otp', { data: { about: 'x'.repeat(bytes) } })
      expect(planted.status).toBe(200)
      await letPass(61, victim)
      const { access_token: token } = await signIn(victim)
      expect(await opens(token)).toBe(1)
      expect(String(token).length).toBeLessThan(4096)
      const { users, identities } = await size()
      expect(Math.max(users as number, identities as number)).toBeLessThan(2500)
    },
  )

  test('claims nothing that the person didn’t prove', async () => {
    const data = { email: 'x@example.com', sub: 'x', role: 'service_role', email_verified: true }
    await send(victim, '/otp', { data })
    const { user } = (await byLink(await newest(victim))).body as {
      user: { role: string; email: string; user_metadata: object }
    }
    expect(user).toMatchObject({ role: 'authenticated', email: victim })
    expect(user.user_metadata).toMatchObject({ email: victim, email_verified: true })
  })

  test('a row of before with 9,000 bytes lets its person in', async () => {
    await send(victim)
    await asBefore(`update auth.users set raw_user_meta_data = raw_user_meta_data ||
      jsonb_build_object('about', repeat('x', 9000)) where email = '${victim}'`)
    await letPass(61, victim)
    expect(await opens((await signIn(victim))['access_token'])).toBe(1)
  })

  test('what a person writes of themselves later stays small, too', async () => {
    const { access_token } = await signIn(victim)
    const body = { data: { about: 'x'.repeat(9000) } }
    const put = await auth('PUT /user', { headers: bearer(access_token), body })
    expect(put.status).toBe(200)
    await mayAskAgain(victim)
    const later = await signIn(victim)
    expect(String(later['access_token']).length).toBeLessThan(4096)
    expect(await opens(later['access_token'])).toBe(1)
  })

  test('an audience that is written into the row is set right', async () => {
    await send(victim)
    await asAuth(`update auth.users set aud = 'elsewhere' where email = '${victim}'`)
    expect(await size()).toMatchObject({ aud: 'authenticated' })
    await letPass(61, victim)
    expect(await opens((await signIn(victim))['access_token'])).toBe(1)
  })

  test('a row of before under another audience keeps its person out until it is set right', async () => {
    await send(victim)
    await asBefore(`update auth.users set aud = 'elsewhere' where email = '${victim}'`)
    expect((await send(victim)).status).toBe(500)
    await asAuth(`update auth.users set updated_at = now() where email = '${victim}'`)
    await letPass(61, victim)
    expect(await opens((await signIn(victim))['access_token'])).toBe(1)
  })
})

describe.skipIf(side.auth === null)('emails that replace each other', () => {
  const redeem = { link: byLink, code: byCode }
  const orders = [
    ['/otp', '/recover'],
    ['/recover', '/otp'],
    ['/recover', '/recover'],
    ['/otp', '/otp'],
  ].flatMap((paths) =>
    (['former', 'latest'] as const).flatMap((which) =>
      (['link', 'code'] as const).map((how) => [...paths, which, how] as const),
    ),
  )
  test.each(orders)('%s, %s: the %s one’s %s works, and ends the other', async (...given) => {
    const [first, second, which, how] = given as unknown as [
      string,
      string,
      string,
      'link' | 'code',
    ]
    await signIn(victim)
    await letPass(61, victim)
    const former = await emailOf(victim, first)
    await letPass(61, victim)
    const latest = await emailOf(victim, second)
    const [used, other] = which === 'former' ? [former, latest] : [latest, former]
    const answer = await redeem[how](used)
    expect([answer.status, await opens(answer.body['access_token'])]).toEqual([200, 1])
    for (const by of [byLink, byCode])
      for (const email of [used, other]) expect((await by(email)).status).toBe(403)
    // Whoever has used one may ask at once.
    expect((await send(victim)).status).toBe(200)
  })

  test.each(['/otp', '/recover'])(
    'a stranger asks by %s as often as one is sent, for an hour: 52 of 52 get in',
    async (path) => {
      await signIn(victim)
      let got = 0
      let mine: Email | undefined
      let passed = 0
      for (let second = 0; second < 3640; second += 10) {
        const [theirs, asks, presses] = [second % 30 === 0, second % 70 === 0, second % 70 === 20]
        passed += 10
        if (!theirs && !asks && !presses) continue
        await letPass(passed, victim)
        passed = 0
        if (theirs) await send(victim, path)
        if (asks) await send(victim)
        if (asks) mine = await newest(victim)
        if (presses && (await byLink(mine!)).status === 200) got += 1
      }
      expect(got).toBe(52)
    },
    240_000,
  )

  test('before the first sign-in, too, the newest opens', async () => {
    for (const path of ['/otp', '/recover', '/otp', '/recover', '/recover', '/otp']) {
      await send(victim, path)
      await letPass(61, victim)
    }
    expect(await opens((await byLink(await newest(victim))).body['access_token'])).toBe(1)
  })
})
