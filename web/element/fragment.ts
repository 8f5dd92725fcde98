import { answerNames } from './settings.ts'

/** What the link in an email brings after the `#`. */
export type Arrival =
  | { kind: 'proof'; tokenHash: string; email: string }
  | { kind: 'token'; accessToken: string }
  | { kind: 'refused'; email: string }
  | { kind: 'message' }

/** Reads a fragment; `null` if it isn't one of ours. Its `type` is never read. */
export function parseFragment(hash: string): Arrival | null {
  const values = new URLSearchParams(hash.replace(/^#/, ''))
  const tokenHash = values.get('token_hash')
  const accessToken = values.get('access_token')
  // Whoever made the link wrote it: it only saves typing if another email is needed.
  const email = values.get('email') ?? ''
  if (tokenHash !== null)
    return /^[\w-]{16,256}$/.test(tokenHash)
      ? { kind: 'proof', tokenHash, email }
      : { kind: 'refused', email }
  if (accessToken !== null) {
    return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(accessToken)
      ? { kind: 'token', accessToken }
      : { kind: 'refused', email }
  }
  return parseAnswer(values)
}

/** Reads what Supabase leaves in a fragment, in the query, or in both. */
function parseAnswer(values: URLSearchParams): Arrival | null {
  const found = answerNames.filter((name) => values.has(name))
  if (found.length === 0) return null
  // Anyone can write a message into a link, so it is removed and never shown.
  return found.join() === 'message' ? { kind: 'message' } : { kind: 'refused', email: '' }
}

/**
 * Removes what a link brought from the address bar and the history before anything else happens, and returns it. A
 * fragment says more than a query.
 */
export function takeArrival({
  location,
  history,
}: Pick<Window, 'location' | 'history'>): Arrival | null {
  const { hash, pathname, search } = location
  const query = new URLSearchParams(search)
  const inFragment = parseFragment(hash)
  const arrival = inFragment ?? parseAnswer(query)
  if (arrival) {
    for (const name of answerNames) query.delete(name)
    const rest = String(query)
    const kept = (rest && `?${rest}`) + (inFragment ? '' : hash)
    history.replaceState(history.state, '', pathname + kept)
  }
  return arrival
}
