import { expect, test } from 'vitest'
import { useDatabase } from './use-database.ts'

const database = useDatabase()

async function count(livemode: boolean) {
  const [row] = await database.asServer('select * from count_customers($1)', [livemode])
  return row
}

test('an empty table counts nothing', async () => {
  expect(await count(true)).toEqual({
    customers: 0,
    addresses: 0,
    shared_addresses: 0,
    unreachable: 0,
  })
})

test('living customers of one mode are counted, and the addresses that reach them', async () => {
  const customers: [string, string | null, boolean, boolean?][] = [
    ['cus_ada_1', 'ada@example.com', true],
    ['cus_ada_2', ' Ada@Example.com ', true],
    ['cus_bob', 'bob@example.com', true],
    ['cus_none', null, true],
    ['cus_blank', ' ', true],
    ['cus_beyond', 'j\u{FC}rgen@example.com', true],
    ['cus_gone', 'ada@example.com', true, true],
    ['cus_test', 'ada@example.com', false],
  ]
  const reads = customers.map(([stripe_customer_id, email, livemode, deleted = false]) => ({
    stripe_customer_id,
    email,
    livemode,
    deleted,
  }))
  await database.asServer('select record_customers($1, 1)', [reads])
  expect(await count(true)).toEqual({
    customers: 6,
    addresses: 2,
    shared_addresses: 1,
    unreachable: 3,
  })
  expect(await count(false)).toMatchObject({ customers: 1, addresses: 1 })
})
