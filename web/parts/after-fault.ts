import { remedyOf } from '../requests/faults.ts'
import type { PageFault } from '../requests/faults.ts'
import type { State } from '../state.ts'

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
