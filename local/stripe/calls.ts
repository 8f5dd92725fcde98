import type { Params } from './wire/params.ts'

/** One API request, as the stand-in saw it. */
export type Call = {
  method: string
  /** Without the query. */
  path: string
  query: string
  /** Query and body together, decoded. */
  params: Params
  requestId: string
  /** Milliseconds since 1970, by the machine's clock, with fractions. */
  at: number
  /** `null` while it is under way, and for a request that was never answered. */
  endedAt: number | null
  /** 0 until there is an answer. */
  status: number
}

export function clock(): number {
  return performance.timeOrigin + performance.now()
}
