import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { callAuth } from '#tests/stand-ins/supabase/client.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'

const ada = 'ada@example.com'
let world: World
let customer: string
beforeEach(async () => {
  world = await emptyWorld()
  customer = await world.knownCustomer(ada)
})

const post = (path: string, body: object, headers = {}) =>
  callAuth(world.supabase, `POST ${path}`, { body: { email: ada, ...body }, headers })

/** Runs under Supabase Auth's own role, as what its API writes does. */
const asAuth = (sql: string, params: unknown[] = []) =>
  world.supabase.database.transaction(async (transaction) => {
    await transaction.exec('set local role supabase_auth_admin')
    await transaction.query(sql, params)
  })

async function expectIn(): Promise<string> {
  const { accessToken } = await world.supabase.signIn(ada)
  expect((await world.links({ token: accessToken })).links).toMatchObject([{ customer }])
  expect(accessToken.length).toBeLessThan(4000)
  return accessToken
}

async function bytesKept(): Promise<number> {
  const { rows } = await world.supabase.database.query<{ bytes: number }>(
    `select coalesce(sum(pg_column_size(users)), 0)::int +
       (select coalesce(sum(pg_column_size(identities)), 0) from auth.identities)::int as bytes from auth.users`,
  )
  return rows[0]!.bytes
}

const random = (bytes: number) =>
  Array.from({ length: bytes }, (_, place) => String.fromCharCode(33 + ((place * 7919) % 90))).join(
    '',
  )
const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) })

describe('whatever a stranger wrote with the first request for an address, its customer gets in', () => {
  test.each<[string, object]>([
    ['nothing', {}],
    ['1,500 bytes', { about: random(1500) }],
    ['3,000 bytes', { about: random(3000) }],
    ['9,000 bytes', { about: random(9000) }],
    ['900,000 bytes', { about: random(900_000) }],
    [
      'ten thousand keys',
      Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, n])),
    ],
    ['a hundred levels', { deep: nested(100), about: random(3000) }],
    [
      "Auth's own keys",
      { sub: random(3000), email: random(3000), email_verified: random(3000), phone_verified: [] },
    ],
  ])('%s', async (_, data) => {
    const before = await bytesKept()
    expect((await post('/otp', { data })).status).toBe(200)
    expect(await bytesKept()).toBeLessThan(before + 8000)
    const claims = decodeJwt<{ user_metadata: object }>(await expectIn())
    expect(claims.user_metadata).toMatchObject({ email: ada, email_verified: true })
    if (JSON.stringify(data).length < 2000) expect(claims.user_metadata).toMatchObject(data)
  })

  test('even where they come with a password of their own', async () => {
    await post('/signup', {
      password: 'a password of more than 32 letters',
      data: { a: random(9000) },
    })
    await expectIn()
  })

  test('and they themselves can lock nobody out later, nor fill the database', async () => {
    const headers = { Authorization: `Bearer ${await expectIn()}` }
    const data = { about: random(9000) }
    const changed = await callAuth(world.supabase, 'PUT /user', { body: { data }, headers })
    expect(changed.status).toBe(200)
    await expectIn()
  })
})

describe('a row that was spoiled before', () => {
  // Written with the triggers off: as it was before they were there.
  const spoil = (sql: string) =>
    world.supabase.database.transaction(async (transaction) => {
      await transaction.exec('set local session_replication_role = replica')
      await transaction.query(sql)
    })
  const big = `jsonb_build_object('about', repeat('x', 9000))`

  test('is mended by its own next sign-in', async () => {
    await post('/otp', {})
    await spoil(`update auth.users set raw_user_meta_data = raw_user_meta_data || ${big}`)
    await expectIn()
  })

  test('of another audience is mended by whatever writes it', async () => {
    await post('/otp', {})
    await spoil(`update auth.users set aud = 'somewhere-else'`)
    expect((await post('/otp', {})).status).toBe(500)
    await asAuth('update auth.users set updated_at = now()')
    await expectIn()
  })
})

test('an audience that a stranger chose is not kept', async () => {
  await asAuth(
    `insert into auth.users (id, aud, role, email, raw_user_meta_data)
     values (gen_random_uuid(), 'somewhere-else', 'authenticated', $1, '{}')`,
    [ada],
  )
  await expectIn()
})
