import { describe, expect, test } from 'vitest'
import { claimsOf, secondsAgo, visitor } from '../claims.ts'
import { useDatabase } from '../use-database.ts'
import { ada, createCalls, sell } from './bearer.ts'

const database = useDatabase()
const { own, as, server, make } = createCalls(database)
const bob = 'bob@example.com'

async function listed(address = ada) {
  return ((await own('my_tokens', {}, address)) as unknown as { tokens: { id: string }[] }).tokens
}

describe('whoever proved their address', () => {
  test('makes a token, which is said once, and finds it in the list without it', async () => {
    const expires_at = '2099-01-01T00:00:00.000Z'
    const { outcome, token, ...made } = await make({ spend_limit: 500, expires_at })
    expect([outcome, token]).toEqual(['added', expect.stringMatching(/^pg_live_[0-9A-Za-z]{38}$/)])
    expect(made).toEqual({
      id: expect.any(String),
      name: 'an agent',
      lastFour: token.slice(-4),
      spendLimit: 500,
      spent: 0,
      expiresAt: expires_at,
      lastUsedOn: null,
    })
    expect(await own('my_tokens')).toEqual({ outcome: 'found', tokens: [made] })
  })

  test('makes one before anything was bought, and of each mode for itself', async () => {
    expect(await listed()).toEqual([])
    const { token } = await make({ live: false })
    expect(token).toMatch(/^pg_test_/)
    expect(await listed()).toEqual([])
    expect(await server('account_of', { token, live: false })).toMatchObject({ outcome: 'found' })
  })

  test('ends one, and once', async () => {
    const { id } = await make()
    const other = await make()
    expect(await own('end_token', { id })).toEqual({ outcome: 'ended' })
    expect(await own('end_token', { id })).toEqual({ outcome: 'token_unknown' })
    expect(await own('rotate_token', { id })).toEqual({ outcome: 'token_unknown' })
    expect(await listed()).toMatchObject([{ id: other.id }])
  })

  test('rotates one: the new secret is said once, under the same id', async () => {
    const before = await make({ spend_limit: 5 })
    await server('account_of', { token: before.token })
    const after = await own('rotate_token', { id: before.id })
    expect(after).toEqual({
      ...before,
      outcome: 'rotated',
      token: expect.stringMatching(/^pg_live_/),
      lastFour: after.token.slice(-4),
    })
    expect(after.token).not.toBe(before.token)
    expect(await listed()).toMatchObject([{ id: before.id, lastFour: after.lastFour }])
  })

  test('rotates none that expired', async () => {
    const { id } = await make()
    await database.asOwner(`update private.api_tokens set expires_at = now()`)
    expect(await own('rotate_token', { id })).toEqual({ outcome: 'token_unknown' })
  })

  test.each([
    ['no name', { name: '' }],
    ['a blank name', { name: '  ' }],
    ['no name at all', { name: null }],
    ['a name of two lines', { name: 'one\ntwo' }],
    ['a name too long', { name: 'x'.repeat(101) }],
    ['a negative limit', { spend_limit: -1 }],
    ['a limit too high', { spend_limit: 1_000_000_000_001 }],
    ['a time that is over', { expires_at: '2020-01-01T00:00:00Z' }],
    ['the end of time', { expires_at: 'infinity' }],
  ])('makes none with %s', async (_, more) => {
    await expect(make(more)).rejects.toMatchObject({ code: '22023' })
  })

  test('has two thousand at most, those counted that ended within the hour', async () => {
    const { id } = await make()
    await database.asOwner(
      `insert into private.api_tokens (hash, livemode, account_id, name, last_four)
       select sha256(at::text::bytea), true, account_id, 'more', '0000'
       from private.api_tokens, generate_series(1, 1999) as at`,
    )
    expect(await make()).toEqual({ outcome: 'too_many_tokens' })
    await own('end_token', { id })
    expect(await make()).toEqual({ outcome: 'too_many_tokens' })
    await database.asOwner(
      `update private.api_tokens set ended_at = now() - interval '61 minutes' where id = $1`,
      [id],
    )
    expect(await make()).toMatchObject({ outcome: 'added' })
    expect(await own('add_token', { name: 'his' }, bob)).toMatchObject({ outcome: 'added' })
  })

  test('neither sees, rotates nor ends anybody else’s, nor one of the other mode', async () => {
    const { id, token } = await make()
    await own('add_token', { name: 'his' }, bob)
    expect(await listed(bob)).toMatchObject([{ name: 'his' }])
    for (const name of ['rotate_token', 'end_token']) {
      expect(await own(name, { id }, bob)).toEqual({ outcome: 'token_unknown' })
      expect(await own(name, { id, live: false })).toEqual({ outcome: 'token_unknown' })
    }
    expect(await server('account_of', { token })).toMatchObject({ outcome: 'found' })
  })
})

describe.each([
  ['who signed in by a password', { amr: [{ method: 'password', timestamp: secondsAgo(30) }] }],
  ['whose proof is older than an hour', { amr: [{ method: 'otp', timestamp: secondsAgo(3661) }] }],
  ['who is anonymous', { is_anonymous: true }],
])('somebody %s', (_, changes) => {
  test('gets, sees and ends nothing', async () => {
    const { id } = await make()
    const unproven = as({ role: 'authenticated', claims: claimsOf(ada, changes) })
    expect(await unproven('my_tokens')).toEqual({ outcome: 'account_unknown', tokens: [] })
    expect(await unproven('add_token', { name: 'x' })).toEqual({ outcome: 'account_unknown' })
    expect(await unproven('rotate_token', { id })).toEqual({ outcome: 'token_unknown' })
    expect(await unproven('end_token', { id })).toEqual({ outcome: 'token_unknown' })
    expect(await listed()).toHaveLength(1)
  })
})

describe('the owner of the site', () => {
  test('ends all tokens of an address, and those of its purchases, in one mode', async () => {
    const { token } = await make()
    const test = await make({ live: false })
    await own('add_token', { name: 'his' }, bob)
    await sell(database, { source: 'cs_live_1' })
    await database.asOwner(`select private.hand_out_token(true, 'cs_live_1', null, '{cs_live_1}')`)
    expect(await server('end_tokens', { address: ' ADA@example.com' })).toEqual({
      outcome: 'ended',
      ended: 2,
    })
    expect(await server('account_of', { token })).toMatchObject({ outcome: 'token_unknown' })
    expect(await server('account_of', { token: test.token, live: false })).toMatchObject({
      outcome: 'found',
    })
    expect(await listed(bob)).toHaveLength(1)
    expect(await server('end_tokens', { address: 'nobody@example.com' })).toEqual({
      outcome: 'account_unknown',
      ended: 0,
    })
  })
})

describe('a dump of the database', () => {
  test('holds none of a thousand tokens, and no two are alike', async () => {
    const made = await database.as<{ token: string }>(
      visitor(ada),
      `select add_token('t' || at) ->> 'token' as token from generate_series(1, 1000) as at`,
    )
    const secrets = made.map(({ token }) => token.slice(8))
    expect(new Set(secrets).size).toBe(1000)
    await server('charge_credits', { token: made[0]!.token, cost: 0, key: 'used' })
    const tables = await database.asOwner<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname in ('public', 'private', 'auth')`,
    )
    const dump: string[] = []
    for (const { name } of tables)
      dump.push(
        ...(await database.asOwner<{ row: string }>(`select t::text as row from ${name} as t`)).map(
          ({ row }) => row,
        ),
      )
    const text = dump.join('\n')
    expect(text).toContain('t1000')
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
  })

  test('has tokens in which each letter comes about as often as any other', async () => {
    const made = await database.asOwner<{ token: string }>(
      'select private.make_secret(true) as token from generate_series(1, 2000)',
    )
    const counts = new Map<string, number>()
    for (const { token } of made)
      for (const letter of token.slice(8)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    expect(counts.size).toBe(62)
    // 1226 each on the average; six times the deviation is 208.
    for (const count of counts.values()) expect(Math.abs(count - 1226)).toBeLessThan(208)
  })
})
