/** One request to a service's API, as its stand-in saw it. A service may add fields. */
export type Call = {
  method: string
  /** Without the query. */
  path: string
  /** Without the question mark. */
  query: string
  /** Milliseconds since 1970, by the machine's clock, with fractions. */
  at: number
  /** `null` while it is under way, and for a request that was never answered. */
  endedAt: number | null
  /** `null` until there is an answer. */
  status: number | null
}

/** Milliseconds since 1970, with fractions: fine enough to tell which of two calls came first. */
export function clock(): number {
  return performance.timeOrigin + performance.now()
}
