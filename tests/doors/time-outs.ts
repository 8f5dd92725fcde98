import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'
import type { MockInstance } from 'vitest'
import { vi } from 'vitest'

/** Milliseconds from which a wait is a pause that a test need not sit through, and from which it is a time-out. `fetch` has a tick of its own, of 499. */
const aPause = 500
const aTimeOut = 2000
const never = 2 ** 31 - 1
/** How long the process must have rested, and how often that is looked at. */
const rest = 250
const lookEvery = 25

type Timer = ReturnType<typeof setTimeout>
type Alarm = { at: number; milliseconds: number; ring: () => void }

let held: Map<Timer, Alarm> | undefined
let sleeping: MockInstance | undefined
let looking: Timer | undefined

/**
 * From now on no call is cut off because the machine is busy: time-outs strike only if a test lets them, by
 * {@link skipSilence}. The caller restores all mocks, after {@link endTimeOuts}.
 */
export function holdTimeOuts(): void {
  const { setTimeout, clearTimeout } = globalThis
  const alarms = (held = new Map<Timer, Alarm>())
  const wait = (action: () => void, milliseconds = 0, ...more: []): Timer => {
    if (milliseconds < aPause) return setTimeout(action, milliseconds, ...more)
    const ring = () => {
      globalThis.clearTimeout(timer)
      action(...more)
    }
    const timer = setTimeout(ring, milliseconds < aTimeOut ? milliseconds : never)
    alarms.set(timer, { at: performance.now() + milliseconds, milliseconds, ring })
    return timer
  }
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(wait as typeof setTimeout)
  vi.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    alarms.delete(timer as Timer)
    clearTimeout(timer)
  })
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    const over = new AbortController()
    wait(() => over.abort(new DOMException('It took too long.', 'TimeoutError')), milliseconds)
    return over.signal
  })
  const { setTimeout: sleep } = timers
  sleeping = vi
    .spyOn(timers, 'setTimeout')
    .mockImplementation((milliseconds = 0, value, options) =>
      milliseconds < aPause
        ? sleep(milliseconds, value, options)
        : new Promise((resolve) => void wait(() => resolve(value!), milliseconds)),
    )
  syncBuiltinESMExports()
}

/**
 * Until the test has ended, nobody waits in vain: the earliest time-out or pause strikes as soon as this process, in
 * which doors and stand-ins live together, has nothing else to do.
 * @returns how long those were that struck, in milliseconds
 */
export function skipSilence(): readonly number[] {
  const struck: number[] = []
  let rested = 0
  let last = performance.eventLoopUtilization()
  looking = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { idle, active } = performance.eventLoopUtilization(now, last)
    last = now
    // Work takes rest away, but for the little that looking takes on a busy machine.
    rested = Math.max(0, rested + idle - 4 * active)
    if (rested < rest) return
    // What strikes a call that ended long ago makes no work, and the next one follows soon.
    rested = rest - 2 * lookEvery
    const [next] = [...(held ?? []).values()].sort((one, other) => one.at - other.at)
    if (next !== undefined) struck.push(next.milliseconds)
    next?.ring()
  }, lookEvery)
  return struck
}

/** What still waits is told that its time is over. */
export function endTimeOuts(): void {
  clearInterval(looking)
  // Those of this moment: one that strikes may begin another.
  Array.from(held?.values() ?? []).forEach(({ ring }) => ring())
  held = undefined
  // Whoever imported it by name would keep the mock.
  sleeping?.mockRestore()
  syncBuiltinESMExports()
}
