// What the oldest browsers that docs/branding.md names lack.

/** A signal that ends with the first of these, as `AbortSignal.any` (Safari 17.4, Chrome 116, Firefox 124). */
export function anySignal(...signals: AbortSignal[]): AbortSignal {
  const first = new AbortController()
  for (const signal of signals) {
    const end = () => first.abort(signal.reason)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { signal: first.signal })
  }
  return first.signal
}

/** An address, or `null` if it is none, as `URL.parse` (Safari 18, Chrome 126, Firefox 126). */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
