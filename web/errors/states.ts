import type { PageFault } from '../requests/faults.ts'

/** The page, or the door behind it, lacks variables. */
export type NotSetUpState = { name: 'not-set-up' }

/**
 * Nothing can be shown; "Try again" leads to `again`. `failedAt` in ms since 1970. An interface, because one of the page's
 * states holds another.
 */
export interface ErrorState<State> {
  name: 'error'
  fault: PageFault
  failedAt: number
  again: State
}
