import { remedyOf } from '../requests/faults.ts'
import type { PageFault } from '../requests/faults.ts'
import { readToken } from '../element/session.ts'
import type { Page, State } from '../state.ts'
import type { ErrorSummary } from './error-summary.ts'

/** What follows a door's fault: a new sign-in if the token is to blame, otherwise an error that leads back to `again`. */
export function stateAfterFault(
  fault: PageFault,
  { email, failedAt, again }: { email: string; failedAt: number; again: State },
): State {
  switch (remedyOf(fault.code)) {
    case 'sign-in':
      return { name: 'session-ended', email }
    case 'proof':
      return { name: 'email-unproven', email }
    default:
      return { name: 'error', fault, failedAt, again }
  }
}

/** After a press that a door refused: a new sign-in if that is what it takes, otherwise the reason, where it was pressed. */
export function showDoorFault(
  page: Page,
  fault: PageFault,
  summary: Pick<ErrorSummary, 'showFault'>,
): void {
  const email = readToken(page.session.find() ?? '')?.email ?? ''
  const again = { name: 'loading' } as const
  const next = stateAfterFault(fault, { email, failedAt: Date.now(), again })
  if (next.name === 'error') summary.showFault(fault)
  else page.go(next)
}
