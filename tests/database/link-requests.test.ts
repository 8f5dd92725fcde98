import type { PGlite } from '@electric-sql/pglite'
import { beforeEach, expect, test } from 'vitest'
import { asRole } from '#local/supabase/as-role.ts'
import { sharedDatabase } from '#tests/shared-supabase.ts'
import { server } from './claims.ts'

const ada = 'ada@example.com'

let database: PGlite
beforeEach(async () => {
  database = await sharedDatabase()
}, 30_000)

async function count(address: string, times = 1): Promise<number[]> {
  const { rows } = await asRole<{ wait: number }>(
    database,
    server,
    'select count_link_request($1) as wait from generate_series(1, $2)',
    [address, times],
  )
  return rows.map((row) => row.wait)
}

async function passMinutes(minutes: number): Promise<void> {
  await database.query(
    `update private.link_requests set window_started_at = window_started_at - make_interval(mins => $1)`,
    [minutes],
  )
}

async function addressesKept(): Promise<string[]> {
  const { rows } = await database.query<{ address: string }>(
    'select address from private.link_requests order by 1',
  )
  return rows.map((row) => row.address)
}

test('120 requests in ten minutes go through, and the next one waits for the rest of them', async () => {
  expect(new Set(await count(ada, 120))).toEqual(new Set([0]))
  await passMinutes(4)
  const [wait] = await count(ada)
  expect(wait).toBeGreaterThan(350)
  expect(wait).toBeLessThanOrEqual(360)
})

test('whoever waits is never told zero seconds', async () => {
  await count(ada, 120)
  await database.query(
    `update private.link_requests set window_started_at = now() - interval '599.99 seconds'`,
  )
  const [wait] = await count(ada)
  expect([0, 1]).toContain(wait)
})

test('after ten minutes the count begins anew, and so do the ten minutes', async () => {
  await count(ada, 200)
  await passMinutes(10)
  expect(new Set(await count(ada, 120))).toEqual(new Set([0]))
  const [wait] = await count(ada)
  expect(wait).toBeGreaterThan(590)
})

test('asking while waiting does not make the wait longer', async () => {
  await count(ada, 120)
  await passMinutes(9)
  const waits = await count(ada, 50)
  expect(Math.max(...waits)).toBeLessThanOrEqual(60)
})

test('one address does not use up what belongs to another', async () => {
  await count(ada, 121)
  expect(await count('bob@example.com')).toEqual([0])
})

test('what is over is forgotten, and nothing else', async () => {
  await count('old@example.com')
  await passMinutes(11)
  await count(ada)
  await asRole(database, server, 'select clear_link_requests()')
  expect(await addressesKept()).toEqual([ada])
})
