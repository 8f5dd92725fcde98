import type { ErrorSummary } from '../../parts/error-summary.ts'
import type { Asking } from '../../requests/ask-door.ts'
import type { PageFault } from '../../requests/faults.ts'
import type { Page } from '../../state.ts'
import type { AccountWords } from '../../words/account/text.ts'

/** What each part of the section may use. */
export type Desk = {
  page: Page
  words: AccountWords['tokens']
  /** Runs a press, and no other one meanwhile: a token that is shown once must not be overwritten by the next. */
  run(press: DeskPress): void
}

export type DeskPress = {
  button: HTMLButtonElement
  /** What the button says meanwhile. */
  pending: string
  /** Where it is said what went wrong. */
  summary: ErrorSummary
  task: (asking: Asking) => Promise<void>
  /** Says better than the page what a fault means; `false`, if it can't. */
  explain?: (fault: PageFault) => boolean
}
