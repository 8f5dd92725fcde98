import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { callAuth, followLink, fragmentOf } from '#tests/stand-ins/supabase/client.ts'
import { idsSeenBy, openSignedIn, openWithToken } from '#tests/supabase-clients.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'

const victim = 'victim@example.com'
/** An address whose end can be taken for the beginning of a code: Supabase hashes both without a separator. */
const tail = '.evil.example'
const mallory = `${victim}${tail}`
const verifier = 'v'.repeat(43)
const challenge = {
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 's256',
}

let world: World
let known: string
beforeEach(async () => {
  world = await emptyWorld()
  world.supabase.control({ otpExpirySeconds: 86_400 })
  known = await world.knownCustomer(victim)
})

type Redeem = () => Promise<string | undefined>
/** What a stranger asked for while the address was still theirs, and how they redeem it later: the token, if any. */
type Held = () => Promise<Redeem>

async function ask(path: string, further: object = {}) {
  const { status } = await callAuth(world.supabase, `POST ${path}`, {
    body: { email: mallory, ...further },
  })
  expect(status).toBe(200)
  return world.supabase.inbox.newestTo(mallory)!
}

async function verify(body: object): Promise<string | undefined> {
  const answer = await callAuth(world.supabase, 'POST /verify', { body })
  return answer.body['access_token'] as string | undefined
}

async function exchange(code: string | null): Promise<string | undefined> {
  const body = { auth_code: code, code_verifier: verifier }
  const answer = await callAuth(world.supabase, 'POST /token?grant_type=pkce', { body })
  return answer.body['access_token'] as string | undefined
}

const byCode =
  (path: string, type: string, further?: object): Held =>
  async () => {
    const { code } = await ask(path, further)
    return async () =>
      (await verify({ type, email: victim, token: `${tail}${code}` })) ??
      (await verify({ type, email: mallory, token: code }))
  }
const byLink =
  (path: string, type: string, further?: object): Held =>
  async () => {
    const { tokenHash } = await ask(path, further)
    return () => verify({ type, token_hash: tokenHash })
  }
const byFollowing =
  (path: string): Held =>
  async () => {
    await ask(path)
    return async () => fragmentOf(await followLink(world.supabase, mallory))['access_token']
  }
const codeOf = async () =>
  new URL((await followLink(world.supabase, mallory)).headers.get('location')!).searchParams.get(
    'code',
  )

const held: [string, Held][] = [
  ...['email', 'magiclink', 'recovery'].flatMap((type): [string, Held][] => [
    [`a code of /otp as ${type}`, byCode('/otp', type)],
    [`a code of /recover as ${type}`, byCode('/recover', type)],
    [`a code with a challenge as ${type}`, byCode('/otp', type, challenge)],
    [`a link of /otp as ${type}`, byLink('/otp', type)],
    [`a link of /recover as ${type}`, byLink('/recover', type)],
    [`a link with a challenge as ${type}`, byLink('/otp', type, challenge)],
  ]),
  ['a followed link of /otp', byFollowing('/otp')],
  ['a followed link of /recover', byFollowing('/recover')],
  [
    'a PKCE link',
    async () => {
      await ask('/otp', challenge)
      return async () => exchange(await codeOf())
    },
  ],
  [
    'a PKCE code that was drawn already',
    async () => {
      await ask('/otp', challenge)
      const code = await codeOf()
      return () => exchange(code)
    },
  ],
]

/** As Supabase Auth writes it, whichever way the address got there: by two clicks, by one, or by the owner. */
const move = () =>
  world.supabase.database.transaction(async (sql) => {
    await sql.exec('set local role supabase_auth_admin')
    await sql.query('update auth.users set email = $2 where email = $1', [mallory, victim])
  })
const letPass = (minutes: number) =>
  world.supabase.database.query(
    'update private.address_moves set moved_at = moved_at - make_interval(secs => $1)',
    [minutes * 60],
  )

async function linksOf(token: string): Promise<unknown> {
  const response = await world.askForLinks(token)
  return response.status === 200 ? ((await response.json()) as { links: unknown[] }).links : []
}

describe('what was emailed before an address moved opens nothing after it', () => {
  // Each is redeemed once: what is used up early can't open anything late.
  const moments = [0, 1.1, 11, 23 * 60].flatMap((minutes) =>
    held.map(([name, hold]) => ({ minutes, name, hold })),
  )
  test.each(moments)('after $minutes minutes: $name', async ({ minutes, hold }) => {
    await world.supabase.signIn(mallory)
    const redeem = await hold()
    await move()
    await letPass(minutes)
    const token = await redeem()
    if (token === undefined) return
    expect(await linksOf(token)).toEqual([])
    expect(await idsSeenBy(openWithToken(world.supabase, token))).toEqual([])
  })

  test.each(held)('though it would have opened its own address: %s', async (name, hold) => {
    await world.supabase.signIn(mallory)
    const own = await world.knownCustomer(mallory)
    const token = await (await hold())()
    expect(token, name).toBeDefined()
    expect(await linksOf(token!)).toMatchObject([{ customer: own }])
  })
})

test('a session of before, and the one that the move itself opens, prove nothing', async () => {
  world.supabase.control({ defaultTemplates: true, doubleConfirmChanges: false })
  const { auth } = await openSignedIn(world.supabase, mallory)
  await auth.updateUser({ email: victim })
  const ofChange = fragmentOf(await followLink(world.supabase, victim))['access_token']!
  const { data } = await auth.refreshSession()
  for (const minutes of [0, 0.9]) {
    await letPass(minutes)
    for (const token of [ofChange, data.session!.access_token])
      expect(await linksOf(token)).toEqual([])
  }
})

test('the rightful person is in two minutes after the move', async () => {
  await world.supabase.signIn(mallory)
  await move()
  expect(await linksOf((await world.supabase.signIn(victim)).accessToken)).toEqual([])
  await letPass(1.2)
  const { accessToken } = await world.supabase.signIn(victim)
  expect(await linksOf(accessToken)).toMatchObject([{ customer: known }])
})
