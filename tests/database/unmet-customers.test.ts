import { expect, test } from 'vitest'
import { useDatabase } from './use-database.ts'

const database = useDatabase()

const unmet = (after: string, most = 20) =>
  database.asServer(
    'select stripe_customer_ids as ids, reached from list_unmet_customers(true, 10, $1, $2)',
    [after, most],
  )

const keep = (sql: string) =>
  database.asOwner(
    `insert into stripe_customers (stripe_customer_id, livemode, deleted, last_ticket) ${sql}`,
  )

test('an empty table has no more rows', async () => {
  expect(await unmet('')).toEqual([{ ids: [], reached: null }])
})

test('live rows of the mode that were written before the ticket, and where to resume', async () => {
  await keep(`values ('cus_a', true, false, 9), ('cus_b', true, false, 10), ('cus_c', false, false, 1),
    ('cus_d', true, true, 1), ('cus_e', true, false, 1), ('cus_f', true, false, 11)`)
  expect(await unmet('')).toEqual([{ ids: ['cus_a', 'cus_e'], reached: 'cus_f' }])
  expect(await unmet('', 1)).toEqual([{ ids: ['cus_a'], reached: 'cus_a' }])
  expect(await unmet('cus_a', 1)).toEqual([{ ids: ['cus_e'], reached: 'cus_e' }])
  expect(await unmet('cus_f')).toEqual([{ ids: [], reached: null }])
})

test('ids are ordered by their bytes, so that none is skipped', async () => {
  await keep(
    `values ('cus_B', true, false, 1), ('cus_a', true, false, 1), ('cus_1', true, false, 1)`,
  )
  expect(await unmet('cus_1')).toEqual([{ ids: ['cus_B', 'cus_a'], reached: 'cus_a' }])
})

test('among many that were met it looks at a part, and says how far it came', async () => {
  await keep(
    `select 'cus_' || to_char(n, 'FM00000'), true, false, case n when 60000 then 1 else 99 end
     from generate_series(1, 60000) as n`,
  )
  expect(await unmet('')).toEqual([{ ids: [], reached: 'cus_50000' }])
  expect(await unmet('cus_50000')).toEqual([{ ids: ['cus_60000'], reached: 'cus_60000' }])
})
