// As long as an email works (supabase/config.toml, "otp_expiry").
const lastsMs = 900_000

/** Something that the browser remembers until the email that it is about has expired. */
export type Memory<Value> = { find(): Value | null; keep(value: Value): void; drop(): void }

/**
 * Remembers one value under a name. A browser that refuses storage remembers nothing.
 * @param isValue whatever else was stored counts as nothing
 */
export function createMemory<Value>(
  name: string,
  findStorage: () => Storage,
  isValue: (value: unknown) => value is Value,
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

/** What outlives a reload, in this tab; and what the visitor came for, for the tab that the email opens. */
export type Memories = { waiting: Memory<Waiting>; intent: Memory<string> }

/** The page's memories. Neither holds anything that opens billing. */
export function createMemories(): Memories {
  return {
    waiting: createMemory('waiting', () => sessionStorage, isWaiting),
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
