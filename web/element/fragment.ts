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
  if (values.has('error_code') || values.has('error')) return { kind: 'refused' }
  // Anyone can write a message into a link, so it is removed and never shown.
  return values.has('message') ? { kind: 'message' } : null
}

/** Removes the fragment from the address bar and the history before anything else happens, and returns what it brought. */
export function takeArrival({
  location,
  history,
}: Pick<Window, 'location' | 'history'>): Arrival | null {
  const arrival = parseFragment(location.hash)
  if (arrival) history.replaceState(history.state, '', location.pathname + location.search)
  return arrival
}
