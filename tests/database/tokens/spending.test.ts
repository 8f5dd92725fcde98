import { beforeEach, describe, expect, test } from 'vitest'
import { useDatabase } from '../use-database.ts'
import { ada, createCalls, sell } from './bearer.ts'

const database = useDatabase()
const { own, server, make } = createCalls(database)

const told = (outcome: string, balance: number) => ({ outcome, balance })
let token = ''
let id = ''
beforeEach(async () => {
  await server('give_credits', { address: ada, credits: 100, note: 'welcome', key: 'welcome' })
  ;({ token, id } = await make({ spend_limit: 50 }))
})

const charge = (cost: number, key: string, more: Record<string, unknown> = {}) =>
  server('charge_credits', { token, cost, key, ...more })
async function settle(key: string, final_cost: number) {
  const { account } = await server('account_of', { address: ada })
  return server('settle_charge', { account, key, final_cost })
}
async function listed() {
  const { tokens } = (await own('my_tokens')) as unknown as { tokens: Record<string, unknown>[] }
  return tokens.find((each) => each.id === id)
}
const rows = () =>
  database.asOwner(`select
    (select count(*)::int from private.api_tokens) as tokens,
    (select count(*)::int from private.charges) as charges,
    (select count(*)::int from private.accounts) as accounts,
    (select md5(string_agg(kept::text, ',' order by kept.id)) from private.api_tokens as kept) as state`)

describe('a token', () => {
  test('names its account, and shows no address', async () => {
    const { account } = await server('account_of', { address: ada })
    expect(await server('account_of', { token })).toEqual({
      outcome: 'found',
      account,
      address: null,
      balance: 100,
      access: [],
      lots: [{ left: 100, endsAt: null }],
    })
  })

  test('charges once for each key, as the account itself does', async () => {
    const { account } = await server('account_of', { address: ada })
    const charged = { outcome: 'charged', balance: 90, account, purchase: null }
    expect(await charge(10, 'a')).toEqual(charged)
    expect(await charge(10, 'a')).toMatchObject(told('repeated', 90))
    expect(await charge(11, 'a')).toMatchObject(told('key_reused', 90))
    expect(await server('charge_credits', { account, cost: 10, key: 'a' })).toMatchObject(
      told('repeated', 90),
    )
    expect(await listed()).toMatchObject({ spent: 10 })
  })

  test('spends whatever the account owns at that moment', async () => {
    await sell(database, { source: 'cs_1', credits: 30, customer: 'cus_1' })
    expect(await charge(0, 'a')).toMatchObject(told('charged', 130))
    await database.asOwner(
      `update private.purchases set account_id = private.account_for(true, 'bob@example.com')
       where source = 'cs_1'`,
    )
    expect(await charge(0, 'b')).toMatchObject(told('charged', 100))
  })

  test('goes into debt only where the caller says so, and within its limit', async () => {
    await charge(40, 'a')
    await server('charge_credits', { address: ada, cost: 58, key: 'other' })
    expect(await charge(5, 'b')).toMatchObject(told('credits_short', 2))
    expect(await charge(5, 'b', { allow_debt: true })).toMatchObject(told('charged', -3))
    expect(await charge(6, 'c', { allow_debt: true })).toMatchObject(
      told('token_limit_reached', -3),
    )
  })

  test('is noted with the day of its last use, once a day, also by reading', async () => {
    expect(await listed()).toMatchObject({ lastUsedOn: null })
    await server('account_of', { token })
    const [{ today, version } = { today: '', version: '' }] = await database.asOwner<{
      today: string
      version: string
    }>(
      `select (now() at time zone 'utc')::date::text as today, xmin::text as version from private.api_tokens`,
    )
    expect(await listed()).toMatchObject({ lastUsedOn: today })
    await server('account_of', { token })
    expect(await database.asOwner('select xmin::text as version from private.api_tokens')).toEqual([
      { version },
    ])
    await database.asOwner(`update private.api_tokens set last_used_on = '2020-01-01'`)
    await charge(0, 'a')
    expect(await listed()).toMatchObject({ lastUsedOn: today })
  })

  test('is read also where nothing may be written', async () => {
    const answer = await database.pglite().transaction(async (transaction) => {
      await transaction.exec('set transaction read only')
      return transaction.query<{ told: unknown }>('select account_of(token => $1) as told', [token])
    })
    expect(answer.rows).toMatchObject([{ told: { outcome: 'found' } }])
  })
})

describe('a limit', () => {
  test('is exact', async () => {
    expect(await charge(50, 'a')).toMatchObject(told('charged', 50))
    expect(await charge(1, 'b')).toMatchObject(told('token_limit_reached', 50))
    expect(await charge(50, 'a')).toMatchObject(told('repeated', 50))
    expect(await charge(0, 'c')).toMatchObject(told('charged', 50))
    expect(await listed()).toMatchObject({ spendLimit: 50, spent: 50 })
  })

  test('counts final costs: a settlement gives back', async () => {
    await charge(50, 'a', { open: true })
    await settle('a', 20)
    expect(await listed()).toMatchObject({ spent: 20 })
    expect(await charge(31, 'b')).toMatchObject(told('token_limit_reached', 80))
    expect(await charge(30, 'b')).toMatchObject(told('charged', 50))
    await settle('b', 0)
    expect(await charge(30, 'b')).toMatchObject(told('charged', 50))
    expect(await listed()).toMatchObject({ spent: 50 })
  })

  test('gets back what nobody settled, and counts it again where somebody does after all', async () => {
    await charge(50, 'a', { open: true })
    await database.asOwner(`update private.charges set charged_at = now() - interval '61 minutes'`)
    await server('close_charges')
    expect(await listed()).toMatchObject({ spent: 0 })
    await settle('a', 45)
    expect(await listed()).toMatchObject({ spent: 45 })
    expect(await charge(6, 'b')).toMatchObject(told('token_limit_reached', 55))
  })

  test('of 0 only reads', async () => {
    ;({ token, id } = await make({ spend_limit: 0 }))
    expect(await server('account_of', { token })).toMatchObject({ outcome: 'found', balance: 100 })
    expect(await charge(1, 'a')).toMatchObject(told('token_limit_reached', 100))
    expect(await charge(0, 'a')).toMatchObject(told('charged', 100))
  })

  test('that is not set is none', async () => {
    ;({ token, id } = await make())
    expect(await charge(100, 'a')).toMatchObject(told('charged', 0))
    expect(await listed()).toMatchObject({ spendLimit: null, spent: 100 })
  })

  test('of one token is not another one’s', async () => {
    await charge(50, 'a')
    ;({ token, id } = await make({ spend_limit: 10 }))
    expect(await charge(10, 'b')).toMatchObject(told('charged', 40))
  })
})

describe('nothing is opened by', () => {
  async function expectUnknown(name: string) {
    const before = await rows()
    const answer = { outcome: 'token_unknown', account: null, balance: 0 }
    const given = { token: name, live: true }
    expect(await server('account_of', given)).toEqual({ ...answer, access: [], lots: [] })
    expect(await server('charge_credits', { ...given, cost: 0, key: 'x' })).toEqual({
      ...answer,
      purchase: null,
    })
    expect(await rows()).toEqual(before)
  }

  test.each<[string, (token: string) => string]>([
    ['another prefix', (given) => given.replace('pg_live_', 'pk_live_')],
    ['the other mode’s prefix', (given) => given.replace('live', 'test')],
    ['one letter less', (given) => given.slice(0, -1)],
    ['one letter more', (given) => `${given}a`],
    ['a space before it', (given) => ` ${given}`],
    ['a line break after it', (given) => `${given}\n`],
    ['another alphabet', (given) => `${given.slice(0, -1)}é`],
    ['other letters', (given) => given.slice(0, -4).padEnd(46, 'x')],
    ['the other case', (given) => `pg_live_${swapCase(given.slice(8))}`],
    ['its id', () => id],
    ['no letters', () => ''],
    ['SQL', () => "' or true --"],
    ['a megabyte', (given) => given.repeat(20_000)],
  ])('%s', async (_, change) => {
    await expectUnknown(change(token))
  })

  test('a token in the other mode', async () => {
    const given = { token, live: false }
    expect(await server('account_of', given)).toMatchObject({ outcome: 'token_unknown' })
    expect(await server('charge_credits', { ...given, cost: 1, key: 'a' })).toMatchObject({
      outcome: 'token_unknown',
    })
  })

  test('one that ended, from the next call on', async () => {
    await charge(1, 'a')
    await own('end_token', { id })
    await expectUnknown(token)
  })

  test('the one before a rotation; the new one has the same limit, and what was spent of it', async () => {
    await charge(20, 'a', { open: true })
    const rotated = await own('rotate_token', { id })
    expect(rotated).toMatchObject({ outcome: 'rotated', id, spendLimit: 50, spent: 20 })
    await expectUnknown(token)
    token = rotated.token
    expect(await charge(31, 'b')).toMatchObject(told('token_limit_reached', 80))
    await settle('a', 0)
    expect(await charge(31, 'b')).toMatchObject(told('charged', 69))
  })

  test('one that expired', async () => {
    await database.asOwner(`update private.api_tokens set expires_at = now() - interval '1 second'`)
    await expectUnknown(token)
  })

  test('ten thousand made-up ones', async () => {
    const before = await rows()
    const counted = await database.asServer(
      `select count(*)::int as refused
       from generate_series(1, 10000) as at,
         lateral (select 'pg_live_' || rpad(md5(at::text), 38, 'Z') as made_up) as named,
         lateral charge_credits(token => made_up, cost => 0, key => 'k') as charged,
         lateral account_of(token => made_up) as found
       where charged ->> 'outcome' = 'token_unknown' and found ->> 'outcome' = 'token_unknown'`,
    )
    expect(counted).toEqual([{ refused: 10_000 }])
    expect(await rows()).toEqual(before)
  })
})

function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
}
