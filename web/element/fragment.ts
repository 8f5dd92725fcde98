import { answerNames } from './settings.ts'

/** What the link in an email brings after the `#`. */
export type Arrival =
  | { kind: 'proof'; tokenHash: string }
  | { kind: 'token'; accessToken: string }
  | { kind: 'refused' }
  | { kind: 'message' }

/** Reads a fragment; `null` if it isn't one of ours. Its `type` is never read. */
export function parseFragment(hash: string): Arrival | null {
  const values = new URLSearchParams(hash.replace(/^#/, ''))
  const tokenHash = values.get('token_hash')
  const accessToken = values.get('access_token')
  if (tokenHash !== null)
    return /^[\w-]{16,256}$/.test(tokenHash) ? { kind: 'proof', tokenHash } : { kind: 'refused' }
  if (accessToken !== null) {
    return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(accessToken)
      ? { kind: 'token', accessToken }
      : { kind: 'refused' }
  }
  return parseAnswer(values)
}

/** Reads what Supabase leaves in a fragment, in the query, or in both. */
function parseAnswer(values: URLSearchParams): Arrival | null {
  const found = answerNames.filter((name) => values.has(name))
  if (found.length === 0) return null
  // Anyone can write a message into a link, so it is removed and never shown.
  return { kind: found.join() === 'message' ? 'message' : 'refused' }
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
