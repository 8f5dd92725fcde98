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
