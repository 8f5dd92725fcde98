import type { PageFault } from '../requests/faults.ts'

/** The page, or the door behind it, lacks variables; or the door doesn't know the origin of an embedding page. */
export type NotSetUpState = { name: 'not-set-up'; obstacle?: 'variables' | 'origin' }

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
