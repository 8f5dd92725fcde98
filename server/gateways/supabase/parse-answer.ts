import { GatewayError } from '../../errors.ts'

/*
 * The shapes that an answer of the Data API must have. `what`: the table or function that was asked, for the log.
 * Each: @throws `database_unavailable` for another shape
 */

export function parseRows(value: unknown, what: string): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw odd(what)
  return value as Record<string, unknown>[]
}

export function parseText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw odd(what)
  return value
}

export function parseNumber(value: unknown, what: string): number {
  if (typeof value !== 'number') throw odd(what)
  return value
}

/** @param isOne whether a text has the form that is due */
export function parseId<Id extends string>(
  value: unknown,
  what: string,
  isOne: (id: unknown) => id is Id,
): Id {
  if (!isOne(value)) throw odd(what)
  return value
}

function odd(what: string): GatewayError {
  return new GatewayError(
    'database_unavailable',
    `the database answered "${what}" in another shape`,
  )
}
