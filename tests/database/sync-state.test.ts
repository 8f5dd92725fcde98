import { expect, test } from 'vitest'
import { useDatabase } from './use-database.ts'

const database = useDatabase()

const save = (livemode: boolean, state: Record<string, unknown>) =>
  database.asServer('select save_sync_state($1, $2)', [livemode, state])

const statesKept = () =>
  database.asServer(
    `select livemode, pass_ticket, pass_until, sweep_after, passed_at, event_id, event_created_at, replay_after,
       is_pass_first
     from sync_state order by livemode`,
  )

const nothing = {
  pass_ticket: null,
  pass_until: null,
  sweep_after: null,
  passed_at: null,
  event_id: null,
  event_created_at: null,
  replay_after: null,
  is_pass_first: false,
}
const noon = '2026-11-20T12:00:00Z'
const everything = {
  pass_ticket: 7,
  pass_until: noon,
  sweep_after: 'cus_1',
  passed_at: noon,
  event_id: 'evt_1',
  event_created_at: noon,
  replay_after: 'evt_2',
  is_pass_first: true,
}

test('each mode has its own state', async () => {
  await save(true, everything)
  await save(false, { event_id: 'evt_test' })
  const at = new Date(noon)
  expect(await statesKept()).toEqual([
    { ...nothing, livemode: false, event_id: 'evt_test' },
    { ...everything, livemode: true, pass_until: at, passed_at: at, event_created_at: at },
  ])
})

test('saving replaces everything that was known of the mode', async () => {
  await save(true, everything)
  await save(true, {})
  expect(await statesKept()).toEqual([{ ...nothing, livemode: true }])
})

test('a state that is no time is refused and changes nothing', async () => {
  const wrong = { pass_until: 'yesterday evening' }
  await expect(save(true, wrong)).rejects.toMatchObject({ code: '22007' })
  expect(await statesKept()).toEqual([])
})
