import { beforeEach, describe, expect, test } from 'vitest'
import { server, visitor } from '../claims.ts'
import { useDatabase } from '../use-database.ts'

const database = useDatabase()
const [ada, bob] = ['ada@example.com', 'bob@example.com']

const ask = async <T>(sql: string, params: unknown[] = []) =>
  (await database.asServer<{ told: T }>(`select ${sql} as told`, params))[0]!.told
const accounts = () =>
  database.asOwner(
    `select mode, address, balance::int, bought::int, given::int, taken_back::int, spent::int, ended::int, owed::int,
       undecided::int from private.owner_accounts order by mode, address`,
  )

async function sell(
  line: string,
  granted: number | null,
  {
    revoked = 0,
    until = 'infinity',
    price = null as string | null,
    product = null as string | null,
  } = {},
): Promise<void> {
  await database.asOwner(
    `insert into private.purchases
       (livemode, source, line, account_id, status, starts_at, paid_at, lot_until, granted, revoked, price, product,
        last_ticket, read_ticket)
     values (true, 'in_' || $1, 'il_' || $1, private.account_for(true, $2), 'paid', '2026-11-01', '2026-11-02',
       $3::timestamptz, $4, $5, $6, $7, 1, 1)`,
    [line, ada, until, granted, revoked, price, product],
  )
}

beforeEach(async () => {
  await sell('a', 100, { revoked: 20 })
  await sell('b', 50, { until: '2026-11-03' })
  await ask(`give_credits($1, 10, 'welcome', 'g', live => false)`, [ada])
  await ask(`give_credits($1, 10, 'welcome', 'g')`, [ada])
  await ask(`charge_credits(address => $1, cost => 95, key => 'k', allow_debt => true)`, [ada])
})

describe('owner_accounts', () => {
  test('says in one line what came in, what went out, and what is left', async () => {
    expect(await accounts()).toEqual([
      {
        mode: 'live',
        address: ada,
        balance: -5,
        bought: 150,
        given: 10,
        taken_back: 20,
        spent: 95,
        ended: 50,
        owed: 5,
        undecided: 0,
      },
      expect.objectContaining({ mode: 'test', address: ada, balance: 10, given: 10, bought: 0 }),
    ])
  })

  test('says a debt that moved of whom it moved to', async () => {
    await ask('move_account($1, $2)', [ada, bob])
    expect(await accounts()).toMatchObject([
      { address: ada, balance: 0, bought: 0, spent: 95, owed: 0 },
      { address: bob, balance: -5, bought: 150, spent: 0, owed: 5 },
      { mode: 'test' },
    ])
  })

  test('goes on counting what was added up and deleted', async () => {
    await ask(`give_credits($1, 5, 'rest', 'rest')`, [ada])
    await database.asOwner(`update private.charges set charged_at = now() - interval '91 days'`)
    expect(await ask('close_charges()')).toEqual({ voided: 0, folded: 1 })
    expect(await accounts()).toMatchObject([{ spent: 95, balance: 0 }, { mode: 'test' }])
  })
})

describe('owner_ledger', () => {
  test('tells the newest first what was bought, given and charged', async () => {
    const rows = await database.asOwner(
      `select entry, credits::int, taken_back::int, remaining::int, owed::int, source, line, note
       from private.owner_ledger where mode = 'live'`,
    )
    expect(rows).toMatchObject([
      { entry: 'charged', credits: -95, owed: 5, line: 'k' },
      { entry: 'given', credits: 10, remaining: 0, line: 'g', note: 'welcome' },
      { entry: 'bought', credits: 100, taken_back: 20, remaining: 0, source: 'in_a' },
      { entry: 'bought', credits: 50, remaining: 50, source: 'in_b' },
    ])
  })

  test('tells a move on both sides', async () => {
    await ask('move_account($1, $2)', [ada, bob])
    const rows = await database.asOwner(
      `select address, entry, owed::int, note from private.owner_ledger where entry like 'moved%' order by address`,
    )
    expect(rows).toEqual([
      { address: ada, entry: 'moved away', owed: 5, note: `to ${bob}` },
      { address: bob, entry: 'moved here', owed: 5, note: `from ${ada}` },
    ])
  })
})

test('even if somebody grants them, the views show nothing to a role of the Data API', async () => {
  await database.asOwner('begin')
  try {
    await database.asOwner('grant usage on schema private to authenticated, service_role')
    for (const view of ['owner_accounts', 'owner_ledger']) {
      await database.asOwner(`grant select on private.${view} to authenticated, service_role`)
      await database.asOwner('savepoint granted')
      for (const { role } of [visitor(ada), server]) {
        await database.asOwner(`set local role ${role}`)
        await expect(database.asOwner(`select * from private.${view}`)).rejects.toMatchObject({
          code: '42501',
        })
        await database.asOwner('rollback to granted')
      }
    }
  } finally {
    await database.asOwner('rollback')
  }
})

describe('list_ledger', () => {
  test('is one account with its newest entries', async () => {
    expect(await ask(`list_ledger($1, most => 2)`, [' ADA@example.com'])).toMatchObject({
      outcome: 'found',
      address: ada,
      balance: -5,
      entries: [{ entry: 'charged' }, { entry: 'given' }],
    })
    expect(await ask(`list_ledger('nobody@example.com')`)).toEqual({ outcome: 'account_unknown' })
  })
})

test('list_lots says what granted credits, page by page, and no gifts', async () => {
  type Lot = { id: number; source: string }
  const [first] = await ask<Lot[]>('list_lots(true, most => 1)')
  expect(first).toMatchObject({ source: 'in_a', line: 'il_a', granted: 100, revoked: 20 })
  expect(await ask<Lot[]>(`list_lots(true, after => ${first!.id})`)).toMatchObject([
    { source: 'in_b' },
  ])
  expect(await ask('list_lots(false)')).toEqual([])
})

describe('list_undecided', () => {
  const undecided = async () =>
    (await ask<{ count: number; lines: { line: string; why: string }[] }>('list_undecided(true)'))
      .lines
  const price = (changes: string) =>
    database.asOwner(
      `insert into stripe_prices (stripe_price_id, stripe_product_id, livemode, active, deleted, currency, last_ticket,
         read_ticket, updated_at) values ('price_1', 'prod_1', true, true, false, 'eur', 1, 1, now())
       on conflict (livemode, stripe_price_id) do update set ${changes}`,
    )

  test('names each line with why, the oldest first', async () => {
    await sell('u', null, { price: 'price_1', product: 'prod_1' })
    expect(await ask('list_undecided(true)')).toMatchObject({
      count: 1,
      lines: [{ source: 'in_u', line: 'il_u', price: 'price_1', why: 'never_begun' }],
    })
    await ask(`begin_credits(true, '2026-10-01')`)
    expect(await undecided()).toMatchObject([{ why: 'price_unread' }])
    await price('active = true')
    expect(await undecided()).toMatchObject([{ why: 'product_unread' }])
    await database.asOwner(
      `insert into stripe_products (livemode, stripe_product_id, active, deleted, name, last_ticket, read_ticket, updated_at)
       values (true, 'prod_1', true, false, 'Pro', 1, 1, now())`,
    )
    expect(await undecided()).toMatchObject([{ why: 'waits' }])
    await price(`unreadable = '{credits}'`)
    expect(await undecided()).toMatchObject([{ why: 'unreadable' }])
    await price(`unreadable = '{}', credits_per_100 = 10`)
    expect(await undecided()).toMatchObject([{ why: 'other_currency' }])
    expect(await ask('list_undecided(false)')).toEqual({ count: 0, lines: [] })
  })
})

test('a new beginning of credits has the next pass list what was sold from the beginning', async () => {
  const place = () =>
    database.asOwner(
      `select passed_at, pass_stage from sync_state where livemode and subject = 'purchases'`,
    )
  await ask(`begin_credits(true, '2026-11-10')`)
  await ask(
    `save_pass_place(true, 'purchases', '{"passed_at":"2026-11-20","pass_stage":"refunds"}')`,
  )
  await expect(ask(`move_credits_since(true, '2026-11-11')`)).rejects.toMatchObject({
    code: '22023',
  })
  expect(await place()).not.toEqual([{ passed_at: null, pass_stage: null }])
  await sell('old', 0)
  expect(await ask(`move_credits_since(true, '2026-11-01')`)).toBe(1)
  expect(await place()).toEqual([{ passed_at: null, pass_stage: null }])
})
