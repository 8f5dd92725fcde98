/** Counts requests per window and key, as Netlify's `rateLimit` does: in fixed windows, in memory. */
export function createRateLimiter(): (
  key: string,
  limit: { windowSize: number; windowLimit: number },
) => boolean {
  const windows = new Map<string, { endsAt: number; requests: number }>()
  return (key, { windowSize, windowLimit }) => {
    const now = Date.now()
    let window = windows.get(key)
    if (window === undefined || now >= window.endsAt) {
      window = { endsAt: now + windowSize * 1000, requests: 0 }
      windows.set(key, window)
    }
    window.requests += 1
    return window.requests > windowLimit
  }
}
