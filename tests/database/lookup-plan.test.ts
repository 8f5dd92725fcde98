import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { becomeRole } from '#local/supabase/as-role.ts'
import { sharedDatabase } from '#tests/shared-supabase.ts'
import { visitor } from './claims.ts'

let database: PGlite
beforeAll(async () => {
  database = await sharedDatabase()
  await database.exec(
    `insert into stripe_customers (stripe_customer_id, email, livemode, last_ticket)
       select 'cus_' || n, 'person' || n || '@example.com', n % 2 = 0, n from generate_series(1, 5000) as n;
     analyze stripe_customers`,
  )
}, 30_000)
afterAll(async () => {
  await sharedDatabase()
  await database.exec('analyze stripe_customers')
})

async function planOf(sql: string, setting = ''): Promise<string> {
  return await database.transaction(async (transaction) => {
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
