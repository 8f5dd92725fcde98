import { afterEach, beforeAll, expect, test } from 'vitest'
import { playHistories } from './stage/random-histories.ts'
import { useStage } from './stage/stage.ts'

// The test of the test: with half of the ticket rule gone, the random histories must find it out.
const stage = useStage()
let sound: string
beforeAll(async () => {
  sound = await definitionOf('public.record_customers(jsonb, bigint)')
})
afterEach(async () => {
  stage.patchRecords = null
  await stage.supabase.database.exec(sound)
})

async function definitionOf(signature: string): Promise<string> {
  const { rows } = await stage.supabase.database.query<{ definition: string }>(
    'select pg_get_functiondef($1::regprocedure) as definition',
    [signature],
  )
  return rows[0]!.definition
}

// Seeds that find it soon; another one may take some hundred histories.
const seeds = { ownNumber: 5, noReread: 1, ofTheWrite: 1 }

test('a row that keeps the number drawn before the read lets an older address come back', async () => {
  const broken = sound.replaceAll("pg_catalog.nextval('private.read_tickets')", 'ticket')
  expect(broken).not.toBe(sound)
  await stage.supabase.database.exec(broken)
  await expect(playHistories(stage, { runs: 2000, seed: seeds.ownNumber })).rejects.toThrow(
    /again or too early/,
  )
}, 600_000)

test('a handler that goes by when the row was written, not by when it was read, leaves a row behind', async () => {
  const broken = sound.replace('refused.read_ticket', 'refused.last_ticket as read_ticket')
  expect(broken).not.toBe(sound)
  await stage.supabase.database.exec(broken)
  await expect(playHistories(stage, { runs: 2000, seed: seeds.ofTheWrite })).rejects.toThrow(
    /not what it was answered to be/,
  )
}, 600_000)

test('a handler that is overtaken and does not read again leaves a row behind its customer', async () => {
  stage.patchRecords = (records) => ({
    ...records,
    async record(reads, ticket) {
      const outcomes = await records.record(reads, ticket)
      // As if every row held a read of this moment.
      return new Map([...outcomes].map(([id, recorded]) => [id, { ...recorded, readTicket: 9e15 }]))
    },
  })
  await expect(playHistories(stage, { runs: 2000, seed: seeds.noReread })).rejects.toThrow(
    /not what it was answered to be/,
  )
}, 600_000)
