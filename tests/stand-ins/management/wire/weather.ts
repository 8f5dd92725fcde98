/** One way to misbehave. Without `times` it lasts until the controls are reset. */
export type Fault = {
  method?: string
  /** The beginning of the path, such as `/v1/projects`. */
  path?: string
  times?: number
  status?: number
  /** What the service would say, where its own words for the status will not do. */
  message?: string
  /** The whole answer instead. */
  body?: unknown
  retryAfter?: number | string
  /** Waits first; where nothing else is named, answers as usual afterwards. */
  delayMs?: number
  /** Never answers. */
  hang?: boolean
  /** Breaks the connection in the middle of the answer. */
  cut?: boolean
  /** 200 with something that is no JSON. */
  rubbish?: boolean
}

/** What every stand-in's controls hold. */
export type Weather = { faults: Fault[]; latencyMs: number }

export type Controls<C extends Weather> = {
  readonly now: C
  change(changes: Partial<C>): void
  reset(): void
}

/** Controls that can be changed in part and reset to what `fair` makes. */
export function createControls<C extends Weather>(fair: () => C): Controls<C> {
  let current = fair()
  return {
    get now() {
      return current
    },
    // A fault's count belongs to the controls, not to whoever wrote them.
    change: (changes) => void (current = { ...current, ...structuredClone(changes) }),
    reset: () => void (current = fair()),
  }
}

/** The first fault that is due for this request; counts it. */
export function takeFault(weather: Weather, method: string, path: string): Fault | null {
  const fault = weather.faults.find(
    (candidate) =>
      (candidate.times ?? 1) > 0 &&
      (candidate.method === undefined || candidate.method === method) &&
      path.startsWith(candidate.path ?? '/'),
  )
  if (fault?.times !== undefined) fault.times -= 1
  return fault ?? null
}
