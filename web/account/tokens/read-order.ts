import { latinDigits } from '../../parts/latin-digits.ts'

/** What was typed: the value that the door wants, or what is wrong with it, by the name of its sentence. */
export type Typed<Value, Complaint> = { value: Value } | { complaint: Complaint }

const longestName = 100
/** As the door has it (docs/api.md). */
export const highestLimit = 1_000_000_000_000

/** A name as the database keeps it: one line, of so many characters, whatever they are made of. */
export function readName(typed: string): Typed<string, 'nameEmpty' | 'nameLong'> {
  const value = typed.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  if (value === '') return { complaint: 'nameEmpty' }
  return Array.from(value).length > longestName ? { complaint: 'nameLong' } : { value }
}

/** Whole credits; `null`: no limit. A comma or a dot is refused, since it means one thing here and another there. */
export function readLimit(typed: string): Typed<number | null, 'limitWrong'> {
  const digits = latinDigits(typed).replaceAll(/\s/g, '')
  if (digits === '') return { value: null }
  const value = Number(digits)
  return /^\d+$/.test(digits) && value <= highestLimit ? { value } : { complaint: 'limitWrong' }
}

/**
 * The last moment of a day, where the visitor is, in ISO 8601; `null`: no end.
 * @param field the value of a date's field, and whether there is more in it than a value can say
 */
export function readLastDay(
  { value, isBad }: { value: string; isBad: boolean },
  nowMs: number,
): Typed<string | null, 'lastDayWrong' | 'lastDayPast'> {
  if (value === '' && !isBad) return { value: null }
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []).map(Number)
  const end = new Date(year!, month! - 1, day!, 23, 59, 59, 999)
  // There is no thirtieth of February, and a browser without such fields takes any words.
  if (end.getDate() !== day || end.getMonth() !== month! - 1) return { complaint: 'lastDayWrong' }
  return end.getTime() <= nowMs ? { complaint: 'lastDayPast' } : { value: end.toISOString() }
}
