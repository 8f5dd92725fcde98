import type { Arrival } from './element/fragment.ts'
import type { Waiting } from './element/memory.ts'
import { readToken } from './element/session.ts'
import type { State } from './state.ts'

/** What the page shows first. A link from an email comes before a session that the tab may still have. */
export function firstState({
  missing,
  arrival,
  hasSession,
  email,
  waiting,
  bought,
}: {
  missing: string[]
  arrival: Arrival | null
  hasSession: boolean
  email: string
  waiting: Waiting | null
  /** The order that the visitor comes back from; empty if its id is none. */
  bought: string | null
}): State {
  if (missing.length > 0) return { name: 'not-set-up' }
  if (arrival?.kind === 'proof')
    return {
      name: 'confirm',
      proof: { tokenHash: arrival.tokenHash },
      email: null,
      typed: arrival.email || email,
    }
  if (arrival?.kind === 'token') {
    // Anyone can send a link to their own account: nobody is signed in by it before they have read whose it is.
    const { accessToken } = arrival
    const address = readToken(accessToken)?.email
    if (address) return { name: 'confirm', proof: { accessToken }, email: address, typed: email }
  }
  if (arrival?.kind === 'refused') return { name: 'link-expired', email: arrival.email || email }
  if (arrival?.kind === 'token') return { name: 'link-expired', email }
  if (bought !== null) return { name: 'checking-purchase', session: bought }
  if (hasSession) return { name: 'loading' }
  // A reload, or a phone that needed the tab's memory while the email was read.
  if (waiting !== null && ['', waiting.email].includes(email))
    return { name: 'mail-sent', ...waiting, word: 'lead' }
  return { name: 'sign-in', email }
}
