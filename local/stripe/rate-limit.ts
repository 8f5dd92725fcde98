import type { Control } from './control.ts'
import { findProblem } from './faults.ts'

/**
 * Counts requests within the last second, of one endpoint and of all. It goes by the machine's clock, because
 * a test's fixed clock would never let a second pass.
 */
export function createRateLimit(control: Control) {
  const recent = new Map<string, number[]>()

  /** Whether this request is one too many; if so it does not count itself. */
  function isTooMany(name: string, perSecond: number | undefined, now: number): boolean {
    if (perSecond === undefined) return false
    const times = (recent.get(name) ?? []).filter((time) => time > now - 1000)
    recent.set(name, times)
    if (times.length >= perSecond) return true
    times.push(now)
    return false
  }

  return {
    /** @throws 429 */
    check(endpoint: string): void {
      const limit = control.rateLimit
      if (!limit) return
      const now = performance.now()
      const isRefused =
        isTooMany(endpoint, limit.perSecondPerEndpoint, now) || isTooMany('', limit.perSecond, now)
      if (!isRefused) return
      const { shouldRetry } = limit
      const fault = { status: 429, ...(shouldRetry !== undefined && { shouldRetry }) }
      const problem = findProblem(fault, { key: '', account: '' })
      if (problem) throw problem
    },
    reset: () => recent.clear(),
  }
}
