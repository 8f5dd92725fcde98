/** How long a card still works: `soon` is said before it is too late, `null` of what doesn't expire. */
export type Expiry = 'lasting' | 'soon' | 'expired' | null

const soonMs = 60 * 86_400_000

/**
 * @param expires `2027-12`, the last month in which it works, wherever that ends
 * @param now ms since 1970
 */
export function expiryOf(expires: string | null, now: number): Expiry {
  if (expires === null) return null
  const [year, month] = expires.split('-').map(Number)
  const left = Date.UTC(year ?? 0, month ?? 0) - now
  if (left <= 0) return 'expired'
  return left < soonMs ? 'soon' : 'lasting'
}
