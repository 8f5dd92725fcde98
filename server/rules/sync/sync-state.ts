/** Where the synchronisation of one mode stands. Times in Unix seconds. */
export type SyncState = {
  /** The running full pass; `null`: none is running. */
  pass: {
    /** A row with a lower ticket was not met yet. */
    ticket: number
    /** It goes on with customers created then or before; `null`: with the newest. */
    until: number | null
    /** Everything is listed: the sweep goes on with the rows after this id. */
    sweepAfter: string | null
  } | null
  /** When a full pass last ended; `null`: the table was never filled. */
  passedAt: number | null
  /** The newest event when the last replay began. */
  mark: { id: string; created: number } | null
  /** A replay is under way: everything up to this event has been read again. */
  replayAfter: string | null
  /** A pass that takes several runs goes before the replay in every other one. */
  isPassFirst: boolean
}

/** A row of `sync_state`, as the Data API gives it; none yet: nothing has been done. */
export function parseSyncState(row: Record<string, unknown> | undefined): SyncState {
  const ticket = row?.pass_ticket
  const eventId = row?.event_id
  return {
    pass:
      typeof ticket === 'number'
        ? { ticket, until: parseTime(row?.pass_until), sweepAfter: parseText(row?.sweep_after) }
        : null,
    passedAt: parseTime(row?.passed_at),
    mark:
      typeof eventId === 'string'
        ? { id: eventId, created: parseTime(row?.event_created_at) ?? 0 }
        : null,
    replayAfter: parseText(row?.replay_after),
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

function parseText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** Whole seconds, as Stripe takes them. */
function parseTime(value: unknown): number | null {
  return typeof value === 'string' ? Math.floor(Date.parse(value) / 1000) : null
}

function formatTime(seconds: number | null | undefined): string | null {
  return seconds === null || seconds === undefined ? null : new Date(seconds * 1000).toISOString()
}
