import { beforeEach, describe, expect, test } from 'vitest'
import type { MadeToken, TokensResponse } from '#server/contract/tokens.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { expectRefused } from '../present-token.ts'

const log = listenToLog()
const ada = 'ada@example.com'

let world: World
let proof = ''
beforeEach(async () => {
  world = await emptyWorld()
  proof = await world.tokenOf(ada)
  world.stripe.resetCalls()
  world.supabase.resetCalls()
})

const ask = (method: string, body?: unknown, token: string | undefined = proof) =>
  world.post('/api/tokens', { method, body, ...(token && { token }) })
async function make(order: Record<string, unknown> = { name: 'agent' }): Promise<MadeToken> {
  const response = await ask('POST', order)
  expect(response.status).toBe(201)
  return (await response.json()) as MadeToken
}
async function list(token = proof) {
  const response = await ask('GET', undefined, token)
  expect(response.status).toBe(200)
  return ((await response.json()) as TokensResponse).tokens
}
const me = (token: string) => world.post('/api/me', { method: 'GET', token })
const isGood = async (token: string) => (await me(token)).status === 200
const dataCalls = () =>
  world.supabase.calls.map(({ path }) => path).filter((path) => path.startsWith('/rest/'))

describe('whoever proved their address', () => {
  test('makes a token, which is shown once and kept by nobody', async () => {
    const expiresAt = '2099-06-01T12:00:00+02:00'
    const { token, ...made } = await make({ name: ' my agent ', spendLimit: 500, expiresAt })
    expect(token).toMatch(/^pg_test_[0-9A-Za-z]{38}$/)
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'my agent',
      lastFour: token.slice(-4),
      spendLimit: 500,
      spent: 0,
      expiresAt: '2099-06-01T10:00:00.000Z',
      lastUsedOn: null,
    })
    expect(await list()).toEqual([made])
    expect(await isGood(token)).toBe(true)
    expect(log.text()).not.toContain(token.slice(8))
  })

  test('each by one call to the database, and none to Stripe', async () => {
    const { id } = await make()
    await list()
    await ask('POST', { rotate: id })
    await ask('DELETE', { id })
    expect(dataCalls()).toEqual(
      ['add_token', 'my_tokens', 'rotate_token', 'end_token'].map((name) => `/rest/v1/rpc/${name}`),
    )
    expect(world.stripe.calls).toEqual([])
  })

  test('rotates one: the new one is good, and the one before is not', async () => {
    const before = await make({ name: 'agent', spendLimit: 7 })
    const response = await ask('POST', { rotate: before.id })
    expect(response.status).toBe(201)
    const after = (await response.json()) as MadeToken
    expect(after).toMatchObject({ name: 'agent', spendLimit: 7 })
    expect(await isGood(before.token)).toBe(false)
    expect(await isGood(after.token)).toBe(true)
    expect(await list()).toHaveLength(1)
  })

  test('ends one: the next call with it is refused', async () => {
    const { id, token } = await make()
    const other = await make()
    const response = await ask('DELETE', { id })
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(await isGood(token)).toBe(false)
    expect(await isGood(other.token)).toBe(true)
    expect((await ask('DELETE', { id })).status).toBe(204)
    await expectProblem(ask('POST', { rotate: id }), 404, 'token_unknown')
  })

  test('finds what it spent, and the day of its last use', async () => {
    const { token } = await make()
    await world.supabase.database.query(
      `select give_credits(address => $1, credits => 50, note => '', key => 'k', live => false),
         charge_credits(token => $2, cost => 20, key => 'a', live => false)`,
      [ada, token],
    )
    await world.supabase.database.query(
      `select charge_credits(token => $1, cost => 20, key => 'a', live => false)`,
      [token],
    )
    const today = new Date().toISOString().slice(0, 10)
    expect(await list()).toMatchObject([{ spent: 20, lastUsedOn: today }])
  })

  test.each<[string, unknown]>([
    ['no JSON', '['],
    ['nothing', ''],
    ['no name', { spendLimit: 5 }],
    ['an empty name', { name: ' ' }],
    ['a name with a line break', { name: 'a\nb' }],
    ['a name too long', { name: 'x'.repeat(101) }],
    ['half a character', { name: '\ud800' }],
    ['a negative limit', { name: 'a', spendLimit: -1 }],
    ['half a credit', { name: 'a', spendLimit: 0.5 }],
    ['a limit in words', { name: 'a', spendLimit: '5' }],
    ['a limit without end', { name: 'a', spendLimit: 1e13 }],
    ['a limit that is misspelled', { name: 'a', spend_limit: 5 }],
    ['a time that is over', { name: 'a', expiresAt: '2020-01-01T00:00:00Z' }],
    ['a day without a zone', { name: 'a', expiresAt: '2099-01-01' }],
    ['a time in words', { name: 'a', expiresAt: 'tomorrow' }],
    ['a time in seconds', { name: 'a', expiresAt: 4_070_908_800 }],
    ['a rotation with a limit', { rotate: '0', spendLimit: 5 }],
    ['a rotation of a number', { rotate: 5 }],
  ])('makes none with %s', async (_, order) => {
    await expectProblem(ask('POST', order), 400, 'body_invalid')
    expect(dataCalls()).toEqual([])
  })

  test.each([{ id: 5 }, {}, { id: null }])('ends none by %j', async (order) => {
    await expectProblem(ask('DELETE', order), 400, 'body_invalid')
  })

  test.each(['none', "' or true --", '../me'])('has no token of the id %j', async (id) => {
    await expectProblem(ask('POST', { rotate: id }), 404, 'token_unknown')
    expect((await ask('DELETE', { id })).status).toBe(204)
    expect(dataCalls()).toEqual([])
  })

  test('is told to wait where there are as many as there may be', async () => {
    await make()
    await world.supabase.database.query(
      `insert into private.api_tokens (hash, livemode, account_id, name, last_four)
       select sha256(at::text::bytea), false, account_id, 'more', '0000'
       from private.api_tokens, generate_series(1, 1999) as at`,
    )
    const response = await ask('POST', { name: 'one more' })
    expect(response.headers.get('Retry-After')).toBe('3600')
    await expectProblem(response, 429, 'rate_limited')
  })

  test('is answered by no other method, and asked by pages of our own origins', async () => {
    const refusal = await ask('PUT')
    expect(refusal.headers.get('Allow')).toBe('GET, POST, DELETE, HEAD, OPTIONS')
    await expectProblem(refusal, 405, 'method_not_allowed')
    const asked = await world.post('/api/tokens', {
      method: 'OPTIONS',
      headers: { Origin: 'http://127.0.0.1:8888' },
    })
    expect(asked.headers.get('Access-Control-Allow-Methods')).toBe('GET, POST, DELETE, OPTIONS')
  })
})

describe('nobody else', () => {
  test('sees, rotates or ends them', async () => {
    const { id, token } = await make()
    const bob = await world.tokenOf('bob@example.com')
    expect(await list(bob)).toEqual([])
    await expectProblem(ask('POST', { rotate: id }, bob), 404, 'token_unknown')
    expect((await ask('DELETE', { id }, bob)).status).toBe(204)
    expect(await isGood(token)).toBe(true)
  })

  test.each(['GET', 'POST', 'DELETE'])('without a sign-in: %s', async (method) => {
    const body = method === 'GET' ? undefined : { name: 'x', id: 'y' }
    await expectRefused(world, await ask(method, body, ''), 'token_missing')
  })

  test.each(['GET', 'POST', 'DELETE'])(
    'by a token of ours, not even itself: %s',
    async (method) => {
      const { id, token } = await make()
      const bodies: unknown[] = method === 'POST' ? [{ rotate: id }, { name: 'more' }] : [{ id }]
      world.supabase.resetCalls()
      for (const body of bodies)
        await expectRefused(
          world,
          await ask(method, method === 'GET' ? undefined : body, token),
          'token_invalid',
        )
      expect(await isGood(token)).toBe(true)
    },
  )

  test('who signed in without reading the mailbox', async () => {
    const password = await world.supabase.mintToken({
      email: ada,
      amr: [{ method: 'password', timestamp: Math.floor(Date.now() / 1000) }],
    })
    await expectRefused(world, await ask('GET', undefined, password), 'email_unproven')
  })

  test('while anybody may sign up under any address', async () => {
    world.supabase.control({ autoconfirm: true })
    await expectProblem(ask('POST', { name: 'x' }), 503, 'project_unsafe')
    expect(dataCalls()).toEqual([])
    expect(log.takeFaults()).toMatchObject([{ code: 'project_unsafe' }])
  })

  test('whose address has just moved, whatever the door makes of it', async () => {
    const { rows } = await world.supabase.database.query<{ id: string }>(
      `insert into auth.users (id, email, aud) values (gen_random_uuid(), 'mover@example.com', 'authenticated') returning id`,
    )
    const { id } = rows[0]!
    await world.supabase.database.query(
      `insert into private.address_moves (user_id, moved_at) values ($1, now())`,
      [id],
    )
    const moved = await world.supabase.mintToken({ email: 'mover@example.com', sub: id })
    await expectProblem(ask('GET', undefined, moved), 403, 'email_unproven')
    await expectProblem(ask('POST', { name: 'x' }, moved), 403, 'email_unproven')
    await expectProblem(
      world.post('/api/me', { method: 'GET', token: moved }),
      403,
      'email_unproven',
    )
  })
})
