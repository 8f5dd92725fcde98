import { expect, test } from 'vitest'
import type { EventId } from '../../rules/proved.ts'
import type { SyncState } from '../../rules/sync/sync-state.ts'
import { formatSyncState, parseSyncState } from './sync-place.ts'

const nothing: SyncState = {
  pass: null,
  passedAt: null,
  mark: null,
  replayAfter: null,
  isPassFirst: false,
}
const noon = Date.UTC(2026, 10, 20, 12) / 1000

test('where no row is, nothing was done', () => {
  expect(parseSyncState(undefined)).toEqual(nothing)
})

test('a pass that is under way keeps its ticket and its place', () => {
  const row = { pass_ticket: 7, pass_until: '2026-11-20T12:00:00+00:00', sweep_after: null }
  expect(parseSyncState(row).pass).toEqual({ ticket: 7, until: noon, sweepAfter: null })
})

test('a time that somebody wrote by hand becomes whole seconds', () => {
  expect(parseSyncState({ passed_at: '2026-11-20T12:00:00.987+00:00' }).passedAt).toBe(noon)
})

test('a place without a ticket belongs to no pass', () => {
  expect(parseSyncState({ pass_ticket: null, sweep_after: 'cus_1' }).pass).toBeNull()
})

test('a time without an event is no mark', () => {
  expect(parseSyncState({ event_created_at: '2026-11-20T12:00:00+00:00' }).mark).toBeNull()
})

test.each<[what: string, state: SyncState]>([
  ['nothing', nothing],
  ['a pass at its beginning', { ...nothing, pass: { ticket: 1, until: null, sweepAfter: null } }],
  ['a pass in the middle', { ...nothing, pass: { ticket: 1, until: noon, sweepAfter: null } }],
  ['a sweep at its beginning', { ...nothing, pass: { ticket: 1, until: null, sweepAfter: '' } }],
  [
    'a replay under way',
    {
      ...nothing,
      passedAt: noon,
      mark: { id: 'evt_2' as EventId, created: noon },
      replayAfter: 'evt_1' as EventId,
    },
  ],
  ['whose turn it is', { ...nothing, isPassFirst: true }],
])('what is written is read again: %s', (_, state) => {
  expect(parseSyncState(formatSyncState(state))).toEqual(state)
})
