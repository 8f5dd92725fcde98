import type { Brand } from '../brand.ts'
import { asFault } from '../requests/faults.ts'
import type { PageFault } from '../requests/faults.ts'
import type { Text } from '../words/text.ts'
import type { Child } from './render.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import type { State } from './state.ts'

/** What every state may use. A state's own page falls silent once another state is shown. */
export type Page = {
  settings: Settings
  brand: Brand
  text: Text
  /** For `Intl`. */
  locale: string
  session: Session
  /** Aborted when the visitor moves on: requests and clocks of a state end with it. */
  signal: AbortSignal
  go: (state: State) => void
  /** Says something in the live region. */
  say: (words: string) => void
}

/** What a state shows: its heading and what stands below. */
export type View = { heading: string; parts: Child[]; wide?: boolean }

/** Runs a task of the state shown now. A fault is handed over; what comes after the visitor moved on is dropped. */
export async function attempt(
  page: Page,
  task: () => Promise<void>,
  onFault: (fault: PageFault) => void,
): Promise<void> {
  try {
    await task()
  } catch (error) {
    if (!page.signal.aborted) onFault(asFault(error))
  }
}
