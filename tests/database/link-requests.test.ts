import { expect, test } from 'vitest'
import { useDatabase } from './use-database.ts'

const ada = 'ada@example.com'
const database = useDatabase()

async function count(address: string, times = 1): Promise<number[]> {
  const rows = await database.asServer<{ wait: number }>(
    'select count_link_request($1) as wait from generate_series(1, $2)',
    [address, times],
  )
  return rows.map(({ wait }) => wait)
}

const passMinutes = (minutes: number) =>
  database.asOwner(
    'update private.link_requests set window_started_at = window_started_at - make_interval(secs => $1)',
    [minutes * 60],
  )

test('120 requests in ten minutes go through, and the next one waits for the rest of them', async () => {
  expect(new Set(await count(ada, 120))).toEqual(new Set([0]))
  await passMinutes(4)
  const [wait] = await count(ada)
  expect(wait).toBeGreaterThan(350)
  expect(wait).toBeLessThanOrEqual(360)
})

test('an address that waits is never told less than nothing', async () => {
  await count(ada, 120)
  await passMinutes(599.99 / 60)
  const [wait] = await count(ada)
  expect([0, 1]).toContain(wait)
})

test('after ten minutes the count begins again, and so do the ten minutes', async () => {
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
  await database.asServer('select clear_link_requests()')
  expect(await database.asOwner('select address from private.link_requests')).toEqual([
    { address: ada },
  ])
})
