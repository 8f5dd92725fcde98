import { UsageError } from '../terminal/usage-error.ts'

/** A number of credits, as it was typed. @throws {UsageError} */
export function parseCredits(text: string | undefined): number {
  const credits = /^[1-9]\d{0,12}$/.test(text ?? '') ? Number(text) : NaN
  if (!(credits <= 1_000_000_000_000))
    throw new UsageError('Say how many credits in digits only, from 1 to 1000000000000.')
  return credits
}

/** When credits end, in a form of ISO 8601; a day alone begins at midnight in UTC. @throws {UsageError} */
export function parseTime(option: string, text: string): Date {
  const time = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? new Date(text)
    : new Date(NaN)
  // A day that no month has would become another one.
  if (Number.isNaN(time.getTime()) || !isReal(text.slice(0, 10)))
    throw new UsageError(
      `${option} takes a day, such as 2027-03-31, or a time, such as 2027-03-31T12:00Z.`,
    )
  return time
}

function isReal(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}

/** Keys are kept when a person is forgotten. @throws {UsageError} if it has an address in it */
export function parseKey(text: string | undefined, instead: () => string): string {
  const key = text ?? instead()
  if (key.length < 1 || key.length > 200 || key.includes('@'))
    throw new UsageError('--key takes 1 to 200 characters, without an email address.')
  return key
}
