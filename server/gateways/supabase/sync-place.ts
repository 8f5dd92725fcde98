import type { EventId } from '../../rules/proved.ts'
import { isEventId } from '../../rules/proved.ts'
import type { PassPlace, SyncState } from '../../rules/sync/sync-state.ts'
import type { DataApi } from './data-api.ts'
import { unwrap } from './data-api.ts'
import { parseRows } from './parse-answer.ts'

/** Where the synchronization of our mode left off. Every call: @throws `database_unavailable`, `config_missing`. */
export type SyncPlace = {
  readSyncState(): Promise<SyncState>
  saveSyncState(state: SyncState): Promise<void>
  /** Where the pass of another subject than customers is. */
  readPassPlace(subject: string): Promise<PassPlace>
  savePassPlace(subject: string, place: PassPlace): Promise<void>
}

export function createSyncPlace(api: DataApi): SyncPlace {
  const name = 'sync_state'
  const readRow = async (subject: string) => {
    const where = { livemode: `eq.${api.livemode}`, subject: `eq.${subject}` }
    return parseRows(unwrap(await api.select({ table: name, columns: '*', where }), name), name)[0]
  }
  return {
    readSyncState: async () => parseSyncState(await readRow('customers')),
    readPassPlace: async (subject) => parsePassPlace(await readRow(subject)),
    async savePassPlace(subject, place) {
      const args = { mode: api.livemode, of_subject: subject, place: formatPassPlace(place) }
      await api.call('save_pass_place', args)
    },
    async saveSyncState(state) {
      await api.call('save_sync_state', { mode: api.livemode, state: formatSyncState(state) })
    },
  }
}

/** From a row of `sync_state`; no row yet: nothing has been done. */
export function parseSyncState(row: Record<string, unknown> | undefined): SyncState {
  const ticket = row?.pass_ticket
  const event = parseEvent(row?.event_id)
  return {
    pass:
      typeof ticket === 'number'
        ? { ticket, until: parseTime(row?.pass_until), sweepAfter: parseText(row?.sweep_after) }
        : null,
    passedAt: parseTime(row?.passed_at),
    mark: event === null ? null : { id: event, created: parseTime(row?.event_created_at) ?? 0 },
    replayAfter: parseEvent(row?.replay_after),
    isPassFirst: row?.is_pass_first === true,
  }
}

/** What `save_sync_state` takes. */
export function formatSyncState(state: SyncState): Record<string, unknown> {
  return {
    pass_ticket: state.pass?.ticket ?? null,
    pass_until: formatTime(state.pass?.until),
    sweep_after: state.pass?.sweepAfter ?? null,
    passed_at: formatTime(state.passedAt),
    event_id: state.mark?.id ?? null,
    event_created_at: formatTime(state.mark?.created),
    replay_after: state.replayAfter,
    is_pass_first: state.isPassFirst,
  }
}

/** From a row of `sync_state`; no row yet: nothing has been listed. */
export function parsePassPlace(row: Record<string, unknown> | undefined): PassPlace {
  return {
    passedAt: parseTime(row?.passed_at),
    stage: parseText(row?.pass_stage),
    after: parseText(row?.pass_after),
    beganAt: parseTime(row?.pass_began_at),
  }
}

/** What `save_pass_place` takes. */
export function formatPassPlace({ passedAt, stage, after, beganAt }: PassPlace) {
  return {
    passed_at: formatTime(passedAt),
    pass_stage: stage,
    pass_after: after,
    pass_began_at: formatTime(beganAt),
  }
}

function parseText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function parseEvent(value: unknown): EventId | null {
  return isEventId(value) ? value : null
}

/** Whole seconds, as Stripe takes them. */
function parseTime(value: unknown): number | null {
  return typeof value === 'string' ? Math.floor(Date.parse(value) / 1000) : null
}

function formatTime(seconds: number | null | undefined): string | null {
  return seconds === null || seconds === undefined ? null : new Date(seconds * 1000).toISOString()
}
