import { afterAll, beforeAll, expect, test } from 'vitest'
import { becomeRole } from '#local/supabase/as-role.ts'
import { sharedDatabase } from '#tests/shared-supabase.ts'
import { visitor } from './claims.ts'
import { useDatabase } from './use-database.ts'

const database = useDatabase('once')

beforeAll(async () => {
  await database.pglite().exec(
    `insert into stripe_customers (stripe_customer_id, email, livemode, last_ticket)
       select 'cus_' || n, 'person' || n || '@example.com', n % 2 = 0, 0 from generate_series(1, 5000) as n;
     analyze stripe_customers`,
  )
})
afterAll(async () => {
  await sharedDatabase()
  await database.pglite().exec('analyze stripe_customers')
})

function planOf(sql: string, setting = ''): Promise<string> {
  return database.pglite().transaction(async (transaction) => {
    await transaction.exec(setting)
    await becomeRole(transaction, visitor('person77@example.com'))
    const { rows } = await transaction.query<Record<string, string>>(`explain ${sql}`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
}

test.each([
  ['a lookup', 'select stripe_customer_id from stripe_customers'],
  ['a lookup in one mode', 'select stripe_customer_id, email from stripe_customers where livemode'],
  [
    'a lookup of one customer',
    `select email from stripe_customers where stripe_customer_id = 'cus_1'`,
  ],
])('%s under both policies reads an index, not the table', async (_, sql) => {
  for (const setting of ['', 'set local enable_seqscan = off']) {
    const plan = await planOf(sql, setting)
    expect(plan).not.toContain('Seq Scan on stripe_customers')
    expect(plan).toMatch(/stripe_customers_(address_idx|pkey)/)
  }
})

test('the address is asked once a lookup, not once a row', async () => {
  expect(await planOf('select stripe_customer_id from stripe_customers')).toContain('InitPlan')
})

/** How often the table was read from end to end. */
async function sequentialScans(): Promise<number> {
  await database.asOwner('select pg_stat_force_next_flush()')
  const [row] = await database.asOwner<{ seq_scan: number }>(
    `select seq_scan::int from pg_stat_user_tables where relname = 'stripe_customers'`,
  )
  return row!.seq_scan
}

test.each([
  { count: 1, ticket: 'take_read_ticket()', outcome: 'recorded' },
  { count: 100, ticket: 'take_read_ticket()', outcome: 'recorded' },
  { count: 100, ticket: '0', outcome: 'overtaken' },
])('$count of 5,000 rows, $outcome: no more than these are read', async (given) => {
  const { count, ticket, outcome } = given
  const reads = Array.from({ length: count }, (_, place) => ({
    stripe_customer_id: `cus_${place * 7 + 1}`,
    email: `moved${place}@example.com`,
    livemode: false,
  }))
  const before = await sequentialScans()
  const rows = await database.asServer(
    `select outcome from record_customers($1::jsonb, ${ticket})`,
    [JSON.stringify(reads)],
  )
  expect(rows).toEqual(reads.map(() => ({ outcome })))
  expect(await sequentialScans()).toBe(before)
})

test('a read from end to end would be noticed', async () => {
  const before = await sequentialScans()
  await database.asOwner('select count(last_ticket) from stripe_customers')
  expect(await sequentialScans()).toBe(before + 1)
})
