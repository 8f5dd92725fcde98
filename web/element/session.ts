/** What a token says about itself. The page shows it and decides nothing by it: only the door checks tokens. */
export type TokenFacts = { email: string | null; issuedAt: number; expiresAt: number }

/** The access token of this tab. */
export type Session = {
  find(): string | null
  keep(accessToken: string): void
  drop(): void
}

const key = 'manage-billing.access-token'

/**
 * Keeps the access token in the tab's own storage, so that it survives the trip to the portal and back, and no other tab
 * has it. A browser that reopens its tabs brings it back, so only signing out ends it before its proof is too old.
 * If the browser refuses storage (an embedded page, a strict setting), it lives as long as the page.
 */
export function createSession(findStorage: () => Storage): Session {
  let inMemory: string | null = null
  const inStorage = <Result>(task: (storage: Storage) => Result): Result | null => {
    try {
      return task(findStorage())
    } catch {
      // A browser that refuses storage throws at the mere mention of it; the copy in memory has to do.
      return null
    }
  }
  return {
    find: () => inStorage((storage) => storage.getItem(key)) ?? inMemory,
    keep(accessToken) {
      const isStored = inStorage((storage) => {
        storage.setItem(key, accessToken)
        return true
      })
      // Not both: a page that the browser brings back with "Back" would still hold what was signed out since.
      inMemory = isStored === true ? null : accessToken
    },
    drop() {
      inMemory = null
      inStorage((storage) => storage.removeItem(key))
    },
  }
}

/** Reads a token's claims without checking its signature; `null` if it isn't a token. Times in ms since 1970. */
export function readToken(accessToken: string): TokenFacts | null {
  try {
    const bytes = atob((accessToken.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
    const claims: unknown = JSON.parse(bytes)
    if (typeof claims !== 'object' || claims === null) return null
    const { email, iat, exp } = claims as Record<string, unknown>
    if (typeof iat !== 'number' || typeof exp !== 'number') return null
    return {
      email: typeof email === 'string' ? email : null,
      issuedAt: iat * 1000,
      expiresAt: exp * 1000,
    }
  } catch {
    return null
  }
}

/**
 * How long the page may still show what this token opened, in ms; `null` if the visitor's clock can't tell, because by
 * that clock the token is from the future or has expired, while the door may still accept it.
 */
export function remainingMs({ issuedAt, expiresAt }: TokenFacts, now: number): number | null {
  return now >= issuedAt - 60_000 && now < expiresAt ? expiresAt - now : null
}
