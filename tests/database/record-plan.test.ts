import type { PGlite } from '@electric-sql/pglite'
import { beforeAll, expect, test } from 'vitest'
import { asRole } from '#local/supabase/as-role.ts'
import { sharedDatabase } from '#tests/shared-supabase.ts'

const server = { role: 'service_role' } as const
let database: PGlite
beforeAll(async () => {
  database = await sharedDatabase()
  await database.exec(
    `insert into stripe_customers (stripe_customer_id, email, livemode, last_ticket)
       select 'cus_' || n, 'person' || n || '@example.com', false, 0 from generate_series(1, 5000) as n;
     analyze stripe_customers`,
  )
}, 30_000)

/** How often the table was read from end to end. */
async function sequentialScans(): Promise<number> {
  await database.query('select pg_stat_force_next_flush()')
  const { rows } = await database.query<{ seq_scan: number }>(
    `select seq_scan::int from pg_stat_user_tables where relname = 'stripe_customers'`,
  )
  return rows[0]!.seq_scan
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
  const { rows } = await asRole(
    database,
    server,
    `select outcome from record_customers($1::jsonb, ${ticket})`,
    [JSON.stringify(reads)],
  )
  expect(rows).toEqual(reads.map(() => ({ outcome })))
  expect(await sequentialScans()).toBe(before)
})

test('a read from end to end would be noticed', async () => {
  const before = await sequentialScans()
  await database.query('select count(last_ticket) from stripe_customers')
  expect(await sequentialScans()).toBe(before + 1)
})
