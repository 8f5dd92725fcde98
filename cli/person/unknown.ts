import { ServiceError } from '../services/service-error.ts'

/** What could not be asked: why, or what that takes. Never the same as "nothing". */
export type Unknown = { unknown: string }

export function isKnown<T>(fact: T | Unknown): fact is T {
  return typeof fact !== 'object' || fact === null || !('unknown' in fact)
}

/** A service that refuses, or does not answer, makes the fact unknown. */
export async function orUnknown<T>(ask: () => Promise<T>): Promise<T | Unknown> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { unknown: error.message }
  }
}
