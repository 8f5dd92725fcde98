import { asFault } from '../requests/faults.ts'
import type { PageFault } from '../requests/faults.ts'
import type { Text } from '../words/text.ts'
import type { Memories } from './memory.ts'
import type { Child } from './render.ts'
import type { Session } from './session.ts'
import type { ScriptBrand, Settings } from './settings.ts'

/** What every view may use. A view's page falls silent as soon as another state is shown. */
export type PageOf<State> = {
  settings: Settings
  brand: ScriptBrand
  text: Text
  /** For `Intl`. */
  locale: string
  session: Session
  memories: Memories
  /** Aborted when the visitor moves on: a view's requests and timers end with it. */
  signal: AbortSignal
  go: (state: State) => void
  /** Announces words in the live region. */
  say: (words: string) => void
}

/**
 * What is shown for a state: its heading and everything below it. `arriving`: some of the parts are still asked for, until
 * it ends.
 */
export type View = {
  heading: string
  parts: Child[]
  wide?: boolean
  arriving?: Promise<void> | undefined
}

/**
 * What a state has to do with the session: `needs` shows what only a signed-in visitor may see, `ends` leaves the
 * visitor signed out, `keeps` does neither.
 */
export type SessionRule = 'needs' | 'ends' | 'keeps'

/** The views of an area's own states, one for each. */
export type ViewsOf<State extends { name: string }, Own extends State> = {
  [Name in Own['name']]: {
    view(page: PageOf<State>, state: Extract<Own, { name: Name }>): View
    session: SessionRule
  }
}

/** Runs a task for the state that is shown. A fault is passed on; anything after the visitor has moved on is dropped. */
export async function attempt(
  { signal }: { signal: AbortSignal },
  task: () => Promise<void>,
  onFault: (fault: PageFault) => void,
): Promise<void> {
  try {
    await task()
  } catch (error) {
    if (!signal.aborted) onFault(asFault(error))
  }
}
