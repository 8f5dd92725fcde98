import type { Control } from '../control.ts'

/**
 * Counts requests within the last second, of one endpoint and of all. It goes by the machine's clock, because
 * a test's fixed clock would never let a second pass.
 */
export function createRateLimit(control: Control) {
  const recent = new Map<string, number[]>()

  /** A request that is one too many does not count itself. */
  function isTooMany(name: string, perSecond: number | undefined, now: number): boolean {
    if (perSecond === undefined) return false
    const times = (recent.get(name) ?? []).filter((time) => time > now - 1000)
    recent.set(name, times)
    if (times.length >= perSecond) return true
    times.push(now)
    return false
  }

  return {
    /** Counts a request; whether it is one too many. */
    isOver(endpoint: string): boolean {
      const { perSecondPerEndpoint, perSecond } = control.rateLimit ?? {}
      const now = performance.now()
      return isTooMany(endpoint, perSecondPerEndpoint, now) || isTooMany('', perSecond, now)
    },
    reset: () => recent.clear(),
  }
}
