import type { PortalLinksResponse } from '#server/contract/links.ts'
import type { PageFault } from '../requests/faults.ts'
import type { Arrival } from './fragment.ts'
import type { State } from './state.ts'

/** What the page shows first. A mailed link comes before a session that the tab may still have. */
export function firstState({
  missing,
  arrival,
  hasSession,
  email,
}: {
  missing: string[]
  arrival: Arrival | null
  hasSession: boolean
  email: string
}): State {
  if (missing.length > 0) return { name: 'not-set-up' }
  if (arrival?.kind === 'proof') return { name: 'confirm', tokenHash: arrival.tokenHash }
  if (arrival?.kind === 'refused') return { name: 'link-expired', email }
  if (arrival?.kind === 'token' || hasSession) return { name: 'loading' }
  return { name: 'sign-in', email }
}

/** What follows an answer of the door. */
export function stateAfterLinks(answer: PortalLinksResponse, receivedAt: number): State {
  if (answer.links.length === 0) return { name: 'nothing-found', email: answer.email }
  return { name: 'links', answer, receivedAt }
}

/** What follows a fault of the door: a new sign-in where the token is to blame, an error with retry otherwise. */
export function stateAfterFault(
  fault: PageFault,
  { email, failedAt }: { email: string; failedAt: number },
): State {
  switch (fault.code) {
    case 'token_missing':
    case 'token_invalid':
    case 'token_expired':
    case 'sign_in_too_old':
      return { name: 'session-ended', email }
    case 'email_unproven':
      return { name: 'email-unproven', email }
    default:
      return { name: 'error', fault, failedAt, again: { name: 'loading' } }
  }
}

/** Whether a state leaves the visitor without a session. */
export function endsSession({ name }: State): boolean {
  return ['session-ended', 'email-unproven', 'signed-out', 'sign-in'].includes(name)
}

/** Whether a state shows what only a session may see. */
export function needsSession(name: State['name']): boolean {
  return ['loading', 'links', 'nothing-found', 'error'].includes(name)
}
