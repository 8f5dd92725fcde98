import { isSessionId } from './session-id.ts'

// As long as an email works (supabase/config.toml, "otp_expiry").
const ofEmailMs = 900_000

// As long as the id of an order does, after it was paid (docs/how-it-works.md, "Limits").
const ofOrderMs = 3_600_000

/** Something that the browser remembers for a while. */
export type Memory<Value> = { find(): Value | null; keep(value: Value): void; drop(): void }

/**
 * Remembers one value under a name. A browser that refuses storage remembers nothing.
 * @param isValue whatever else was stored counts as nothing
 * @param lastsMs for how long, in ms
 */
export function createMemory<Value>(
  name: string,
  findStorage: () => Storage,
  isValue: (value: unknown) => value is Value,
  lastsMs = ofEmailMs,
): Memory<Value> {
  const key = `manage-billing.${name}`
  return {
    find() {
      try {
        const { at, value } = JSON.parse(findStorage().getItem(key) ?? '{}') as Stored
        const age = Date.now() - Number(at)
        return age >= 0 && age < lastsMs && isValue(value) ? value : null
      } catch {
        return null
      }
    },
    keep(value) {
      try {
        findStorage().setItem(key, JSON.stringify({ at: Date.now(), value }))
      } catch {
        // As above.
      }
    },
    drop() {
      try {
        findStorage().removeItem(key)
      } catch {
        // As above.
      }
    },
  }
}

type Stored = { at?: unknown; value?: unknown }

/** An email that is on its way, and when another may be requested, in ms since 1970. */
export type Waiting = { email: string; resendAt: number }

/**
 * What outlives a reload, in this tab: an email, and the order that the visitor came back from; and what they came for,
 * for the tab that the email opens.
 */
export type Memories = { waiting: Memory<Waiting>; bought: Memory<string>; intent: Memory<string> }

/** The page's memories. None holds anything that opens billing. */
export function createMemories(): Memories {
  return {
    waiting: createMemory('waiting', () => sessionStorage, isWaiting),
    bought: createMemory('bought', () => sessionStorage, isSessionId, ofOrderMs),
    intent: createMemory(
      'intent',
      () => localStorage,
      (value) => typeof value === 'string',
    ),
  }
}

function isWaiting(value: unknown): value is Waiting {
  const { email, resendAt } = (value ?? {}) as Partial<Waiting>
  return typeof email === 'string' && typeof resendAt === 'number'
}
