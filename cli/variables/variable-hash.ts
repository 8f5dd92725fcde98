import { createHash } from 'node:crypto'

/** A slash at the end makes no other address, and a blank no other list. */
export function essenceOfValue(value: string): string {
  return /^https?:/.test(value) ? value.replace(/\/+$/, '') : value.replace(/\s*,\s*/g, ',')
}

/** What the deployed webhook tells of a variable: enough to compare, and no way back to a key made at random. */
export function hashOfVariable(name: string, value: string): string {
  const text = `${name}\n${essenceOfValue(value)}`
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
