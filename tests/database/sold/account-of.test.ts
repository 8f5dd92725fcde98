import { describe, expect, test } from 'vitest'
import { anybody, secondsAgo, visitor } from '../claims.ts'
import { useDatabase } from '../use-database.ts'

type Answer = {
  outcome: string
  account: string | null
  address?: string
  balance: number
  access: string[]
  lots: unknown[]
}

const database = useDatabase()

async function accountOf(how: string, value: unknown, live = true): Promise<Answer> {
  const sql = `select account_of(${how} => $1, live => $2) as told`
  const [row] = await database.asServer<{ told: Answer }>(sql, [value, live])
  return row!.told
}

/** A line that opens something until then. */
async function sell(address: string, product: string, until: string | null, mode = true) {
  const line = {
    line: `li_${product}`,
    price: `price_${product}`,
    product,
    quantity: 1,
    status: 'paid',
    starts_at: '2026-11-20T12:00:00Z',
    ends_at: null,
    access_until: until,
    chain: null,
  }
  const read = { source: `cs_${product}`, customer: null, email: address, lines: [line] }
  await database.asServer('select record_purchase($1, $2, 0)', [mode, read])
}

const ada = 'ada@example.com'
const unknown = { account: null, balance: 0, access: [], lots: [] }

describe('account_of', () => {
  test('tells what an address has, however it is spelled, sorted', async () => {
    await sell(ada, 'prod_pro', 'infinity')
    await sell(ada, 'prod_book', 'infinity')
    const told = await accountOf('address', ' ADA@Example.com ')
    expect(told).toEqual({
      outcome: 'found',
      account: expect.stringMatching(/^[0-9a-f-]{36}$/),
      address: ada,
      balance: 0,
      access: ['prod_book', 'prod_pro'],
      lots: [],
    })
    expect(await accountOf('account', told.account)).toEqual(told)
  })

  test.each([
    ['ended', '2026-11-20T12:00:00Z'],
    ['opens nothing', null],
  ])('what %s is not told, whoever forgot to write it', async (_, until) => {
    await sell(ada, 'prod_pro', until)
    expect((await accountOf('address', ada)).access).toEqual([])
  })

  test('names come from the price, else from the product, as they are now', async () => {
    await sell(ada, 'prod_pro', 'infinity')
    await sell(ada, 'prod_book', 'infinity')
    await database.asOwner(
      `insert into stripe_prices (stripe_price_id, stripe_product_id, livemode, active, deleted, is_offered, currency, access, last_ticket, read_ticket, updated_at)
         values ('price_prod_pro', 'prod_pro', true, true, false, false, 'eur', '{pro,export}', 1, 1, now())`,
    )
    expect((await accountOf('address', ada)).access).toEqual(['export', 'pro', 'prod_book'])
  })

  test('the other mode is another world', async () => {
    await sell(ada, 'prod_pro', 'infinity', false)
    expect(await accountOf('address', ada)).toEqual({ outcome: 'account_unknown', ...unknown })
    const { account } = await accountOf('address', ada, false)
    expect(await accountOf('account', account)).toMatchObject({ outcome: 'account_unknown' })
  })

  test.each([
    ['address', 'nobody@example.com', 'account_unknown'],
    ['address', '', 'account_unknown'],
    ['account', '00000000-0000-4000-8000-000000000000', 'account_unknown'],
    ['account', "' or true --", 'account_unknown'],
    ['token', 'pg_live_x', 'token_unknown'],
  ])('%s "%s" is nobody’s, and makes no account', async (how, value, outcome) => {
    expect(await accountOf(how, value)).toEqual({ outcome, ...unknown })
    expect(await database.asOwner('select id from private.accounts')).toEqual([])
  })

  test.each([`account_of()`, `account_of(address => 'a', account => 'b')`])(
    '%s is refused: one name is due',
    async (call) => {
      await expect(database.asServer(`select ${call}`)).rejects.toMatchObject({ code: '22023' })
    },
  )
})

describe('under the visitor’s own proof', () => {
  const ask = async <Told>(sql: string, who = visitor(ada)) =>
    (await database.as<{ told: Told }>(who, `select ${sql} as told`))[0]!.told

  test('my_account tells the same, and makes the account', async () => {
    const told = await ask<Answer>('my_account()')
    expect(told).toMatchObject({ outcome: 'found', address: ada, access: [], spent: [] })
    await sell(ada, 'prod_pro', 'infinity')
    expect(await ask<Answer>('my_account()')).toMatchObject({ ...told, access: ['prod_pro'] })
    expect(await ask('my_account_id()')).toBe(told.account)
    expect(await ask('my_account_id(live => false)')).toBeNull()
  })

  test('whoever proves nothing has no account', async () => {
    const password = visitor(ada, { amr: [{ method: 'password', timestamp: secondsAgo(5) }] })
    expect(await ask('my_account()', password)).toEqual({
      outcome: 'account_unknown',
      ...unknown,
      spent: [],
    })
    expect(await ask('my_account_id()', password)).toBeNull()
    await expect(ask('my_account()', anybody)).rejects.toMatchObject({ code: '42501' })
    expect(await database.asOwner('select id from private.accounts')).toEqual([])
  })

  test.each([
    [3500, 3600, true],
    [3700, 3600, false],
    [3700, 86_400, true],
    [29 * 86_400, 99_999_999, true],
    [31 * 86_400, 99_999_999, false],
    [60, -1, false],
  ])('proven %i seconds ago, asked for %i at most: %s', async (age, most, isProven) => {
    await sell(ada, 'prod_pro', 'infinity')
    const then = visitor(ada, { amr: [{ method: 'otp', timestamp: secondsAgo(age) }] })
    const id = await ask(`my_account_id(max_age_seconds => ${most})`, then)
    expect(id !== null).toBe(isProven)
  })

  test('a policy on the owner’s own table shows each person their rows', async () => {
    await sell(ada, 'prod_pro', 'infinity')
    await sell('grace@example.com', 'prod_book', 'infinity')
    await database.pglite().exec(
      `create table public.notes (account_id uuid references private.accounts (id), note text);
       alter table public.notes enable row level security;
       grant select on public.notes to authenticated;
       create policy "their own" on public.notes for select to authenticated
         using (account_id = (select public.my_account_id()))`,
    )
    await database.asOwner(
      `insert into public.notes select id, 'of ' || address from private.accounts`,
    )
    const read = async (email: string) =>
      database.as<{ note: string }>(visitor(email), 'select note from notes')
    expect(await read(ada)).toEqual([{ note: 'of ada@example.com' }])
    expect(await read('nobody@example.com')).toEqual([])
    await database.asOwner('drop table public.notes')
  })
})
