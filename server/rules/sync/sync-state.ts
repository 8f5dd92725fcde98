import type { EventId } from '../proved.ts'

/** How far the synchronization of one mode has come. Times in Unix seconds. */
export type SyncState = {
  /** The running full pass; `null`: none is running. */
  pass: {
    /** A row with a lower ticket was not met yet. */
    ticket: number
    /** It continues with customers created then or before; `null`: with the newest. */
    until: number | null
    /** Everything is listed: the sweep continues with the rows after this id. */
    sweepAfter: string | null
  } | null
  /** When a full pass last ended; `null`: the table was never filled. */
  passedAt: number | null
  /** The newest event when the last replay began. */
  mark: { id: EventId; created: number } | null
  /** A replay is under way: everything up to this event has been read again. */
  replayAfter: EventId | null
  /** A pass that takes several runs goes before the replay in every other one. */
  isPassFirst: boolean
}

/** Before the first run, and after a gap that only a full pass closes. */
export const nothingDone: Omit<SyncState, 'isPassFirst'> = {
  pass: null,
  passedAt: null,
  mark: null,
  replayAfter: null,
}

/** How far the pass of a subject has come that is listed in several lists, one after the other. Times in Unix seconds. */
export type PassPlace = {
  /** When a pass last ended; `null`: never. */
  passedAt: number | null
  /** The list that the running pass is in; `null`: none is running. */
  stage: string | null
  /** The last id of that list which was recorded. */
  after: string | null
  /** When the running pass began. */
  beganAt: number | null
}

/** Before the first pass, and after a gap that only a pass over everything closes. */
export const nothingPassed: PassPlace = { passedAt: null, stage: null, after: null, beganAt: null }
