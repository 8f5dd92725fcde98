import type { Arrival } from './element/fragment.ts'
import type { State } from './state.ts'

/** What the page shows first. A link from an email comes before a session that the tab may still have. */
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
