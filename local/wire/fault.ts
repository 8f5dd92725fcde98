import type { Call } from './call.ts'

/** One way to misbehave. It strikes a call that meets all of its conditions, for as long as it is set. */
export type Fault = {
  method?: string
  /** How the path begins, or a regular expression if it starts with `^`. */
  path?: string
  /** Any further condition; only within the process. */
  when?: (call: Call) => boolean
  /** How many calls it strikes; without it, all of them. */
  times?: number
  /** Waits before anything is read; then the call is answered as usual, unless more is named. */
  delayMs?: number
  /** Reads at once and sends the answer this much later: a read that others overtake. */
  lateMs?: number
  /** The same, until this settles; only within the process. */
  until?: Promise<unknown>
  /** Refuses with this status, in the service's own words. */
  status?: number
  /** Replaces the service's own code for the status. */
  code?: string
  /** Replaces the service's own message for the status. */
  message?: string
  /** The whole JSON of the answer; its status is `status`, or 500. */
  body?: unknown
  /** Seconds, or a date. */
  retryAfter?: number | string
  /** Never answers. */
  hang?: boolean
  /** Sends half of the answer and breaks the connection. */
  cut?: boolean
  /** HTML that is no answer of the service's; its status is `status`, or 200. */
  rubbish?: boolean
}

/** The first fault that is due for this call, or `null`; uses it up by one. */
export function takeFault<F extends Fault>(faults: readonly F[], call: Call): F | null {
  const fault = faults.find(
    ({ times = 1, method = call.method, path = '', when = () => true }) =>
      times > 0 && method === call.method && hasPath(path, call) && when(call),
  )
  if (fault?.times !== undefined) fault.times -= 1
  return fault ?? null
}

function hasPath(wanted: string, { path }: Call): boolean {
  return wanted.startsWith('^') ? new RegExp(wanted).test(path) : path.startsWith(wanted)
}
