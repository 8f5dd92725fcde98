import { expect, test } from 'vitest'
import { useDatabase } from './use-database.ts'

const database = useDatabase()
type Letter = { object_id: string; object_created_at?: string | null }

const keep = (ticket: number, letters: Letter[], mode = true, subject = 'customers') =>
  database.asServer('select keep_letters($1, $2, $3, $4)', [mode, subject, letters, ticket])
const drop = (ticket: number, ids: string[], mode = true, subject = 'customers') =>
  database.asServer('select drop_kept_letters($1, $2, $3, $4)', [mode, subject, ids, ticket])
const listed = async (most = 1000, mode = true, subject = 'customers') =>
  (
    await database.asServer<{ object_id: string }>(
      'select object_id from list_kept_letters($1, $2, $3)',
      [mode, subject, most],
    )
  ).map(({ object_id }) => object_id)
const one = [{ object_id: 'cus_1' }]

test('letters are listed in the order of their tickets, so many at most', async () => {
  await keep(9, one)
  await keep(8, [{ object_id: 'cus_3' }, { object_id: 'cus_2' }])
  expect(await listed()).toEqual(['cus_2', 'cus_3', 'cus_1'])
  expect(await listed(1)).toEqual(['cus_2'])
})

test('an object is kept once, since it was first rung for, with the latest ticket and the moment that is known', async () => {
  await keep(5, one)
  await database.asOwner(`update private.kept_letters set kept_at = '2026-01-01'`)
  await keep(9, [...one, { object_id: 'cus_1', object_created_at: '2025-01-01T00:00:00Z' }])
  await keep(7, one)
  expect(
    await database.asOwner(
      `select ticket::int, kept_at::date::text, object_created_at::date::text as created
       from private.kept_letters`,
    ),
  ).toEqual([{ ticket: 9, kept_at: '2026-01-01', created: '2025-01-01' }])
})

test('what was read is dropped, what came again since then stays', async () => {
  await keep(5, [...one, { object_id: 'cus_2' }, { object_id: 'cus_3' }])
  await keep(8, one)
  await drop(7, ['cus_1', 'cus_2'])
  expect(await listed()).toEqual(['cus_3', 'cus_1'])
  await drop(8, ['cus_1', 'cus_3'])
  expect(await listed()).toEqual([])
})

test('modes and subjects are apart', async () => {
  await keep(5, one)
  await keep(5, one, false)
  await keep(5, one, true, 'prices')
  await drop(9, ['cus_1'])
  expect([await listed(), await listed(9, false), await listed(9, true, 'prices')]).toEqual([
    [],
    ['cus_1'],
    ['cus_1'],
  ])
})

test('they are counted, with the time since when the oldest waits', async () => {
  const count = async () =>
    await database.asServer(
      `select letters::int, kept_since > now() - interval '1 minute' as is_new
       from count_kept_letters(true)`,
    )
  expect(await count()).toEqual([{ letters: 0, is_new: null }])
  await keep(5, [...one, { object_id: 'cus_2' }])
  expect(await count()).toEqual([{ letters: 2, is_new: true }])
})
