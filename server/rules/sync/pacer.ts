/** Spaces calls evenly, slows down when told to, and speeds up again. Times in milliseconds. */
export type Pacer = {
  /** Takes the next place in the line: milliseconds until the call may go out. */
  turn(): number
  /** Stripe asked for a pause: nothing for so long, and half the speed from then on. Calls refused together count once. */
  slowDown(pause: number): void
  /** A call went well: a little faster, up to the allowed speed. */
  speedUp(): void
}

const slowestPerSecond = 1
const recoveryPerCall = 1.02
/** A timer that rings late, or a busy machine, costs no turn; more would be a burst. */
const mostMadeUpFor = 2

/**
 * @param perSecond the highest speed
 * @param now milliseconds
 */
export function createPacer(perSecond: number, now: () => number): Pacer {
  let speed = perSecond
  let next = now()
  let pausedUntil = Number.NEGATIVE_INFINITY
  return {
    turn() {
      const interval = 1000 / speed
      const at = Math.max(now() - mostMadeUpFor * interval, next)
      next = at + interval
      return Math.max(0, at - now())
    },
    slowDown(pause) {
      if (now() >= pausedUntil) speed = Math.max(slowestPerSecond, speed / 2)
      pausedUntil = Math.max(pausedUntil, now() + pause)
      next = Math.max(next, pausedUntil)
    },
    speedUp() {
      speed = Math.min(perSecond, speed * recoveryPerCall)
    },
  }
}
