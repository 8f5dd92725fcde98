import { setTimeout } from 'node:timers/promises'
import { ServiceError } from '../service-error.ts'

/** How long one service is waited for, by every reader that is given this. */
export type Patience = {
  /** Milliseconds that one answer may take. */
  answerMs: number
  /**
   * Asks, in turn with others. A service that gave no answer a moment ago is not waited for again; a limit is, if it
   * passes soon enough.
   * @throws what the question throws
   */
  bear<T>(ask: () => Promise<T>): Promise<T>
}

export type Limits = {
  answerMs: number
  /** Seconds in all that a service may have its limits waited for; Supabase's and Netlify's count by the minute. */
  waitSeconds: number
  /** Questions at once: Stripe takes 25 a second in a sandbox. */
  atOnce: number
  /** Waits so many milliseconds. */
  sleep: (milliseconds: number) => Promise<unknown>
  /** Milliseconds from any beginning. */
  now: () => number
}

/** A doctor must not take minutes: a service that hangs costs one answer's time, or as long for its limits. */
export const usual: Limits = {
  answerMs: 25_000,
  waitSeconds: 25,
  atOnce: 6,
  sleep: (milliseconds) => setTimeout(milliseconds),
  now: () => performance.now(),
}

/** Where somebody is making changes, it is better to wait than to stop halfway. */
export const patient: Partial<Limits> = { waitSeconds: 130 }

const silenceMs = 60_000
const mostTries = 3

/** @param given what differs from the usual limits */
export function createPatience(given: Partial<Limits> = {}): Patience {
  const { answerMs, waitSeconds, atOnce, sleep, now } = { ...usual, ...given }
  const inTurn = createTurns(atOnce)
  let last: { error: ServiceError; at: number } | null = null
  let opening: Promise<void> | null = null
  let waited = 0

  /** Whether the limit is being waited for, or can be. */
  function mayWait(seconds: number): boolean {
    if (opening !== null) return true
    if (waited + seconds > waitSeconds) return false
    waited += seconds
    opening = sleep(seconds * 1000).then(() => void (opening = null))
    return true
  }

  async function persist<T>(ask: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      await opening
      if (last !== null && now() - last.at < silenceMs) throw last.error
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        const seconds = waitOf(error)
        if (seconds !== null && tries < mostTries && mayWait(seconds)) continue
        if (error.status === null || error.status === 429) last = { error, at: now() }
        throw error
      }
    }
  }
  return { answerMs, bear: (ask) => inTurn(() => persist(ask)) }
}

/** Seconds until it is worth asking again; `null` if that would not help. */
function waitOf({ status, retryAfter }: ServiceError): number | null {
  if (status === 429) return retryAfter ?? 2
  return status !== null && status >= 500 ? retryAfter : null
}

/** Lets so many run at once; the others wait for their turn. */
function createTurns(most: number): <T>(run: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = []
  let running = 0
  return async (run) => {
    if (running < most) running += 1
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      return await run()
    } finally {
      const next = queue.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}

/** Seconds in a header of the answer: `Retry-After`, or what Supabase says in its place. */
export function retryAfterIn(headers: Headers): number | null {
  const told = headers.get('retry-after') ?? headers.get('x-ratelimit-reset') ?? ''
  return /^\d{1,6}$/.test(told) ? Number(told) : null
}
