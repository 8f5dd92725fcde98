import { GatewayError } from '../../errors.ts'
import { invalidField, parseJsonObject } from '../parse-json-object.ts'

/** A checked body of `POST /api/tokens`. */
export type TokenOrder =
  | { kind: 'new'; name: string; spendLimit: number | null; expiresAt: string | null }
  | { kind: 'rotate'; id: string }

const highestLimit = 1_000_000_000_000
/** A date alone would end at midnight somewhere: the zone is said. */
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

/**
 * Checks what is to become of a token. Unknown fields are refused: a limit that is misspelled would be none.
 * @param now milliseconds since 1970
 * @throws `body_invalid`, naming the field
 */
export function parseTokenOrder(body: string, now: number): TokenOrder {
  const fields = parseJsonObject(body)
  const { name, spendLimit = null, expiresAt = null, rotate } = fields
  const known = rotate === undefined ? ['name', 'spendLimit', 'expiresAt'] : ['rotate']
  // The name itself stays out of the log.
  if (!Object.keys(fields).every((field) => known.includes(field)))
    throw new GatewayError('body_invalid', 'the order has a field that is not documented')
  if (rotate !== undefined) {
    if (typeof rotate !== 'string') throw invalidField('rotate')
    return { kind: 'rotate', id: rotate }
  }
  if (typeof name !== 'string' || !isName(name)) throw invalidField('name')
  if (!isLimit(spendLimit)) throw invalidField('spendLimit')
  if (!isTimeAfter(expiresAt, now)) throw invalidField('expiresAt')
  // As a day that there is: the database knows no thirtieth of February.
  const end = expiresAt && new Date(expiresAt).toISOString()
  return { kind: 'new', name, spendLimit, expiresAt: end }
}

/**
 * Checks which token is to end.
 * @throws `body_invalid`, naming the field
 */
export function parseTokenEnd(body: string): string {
  const { id } = parseJsonObject(body)
  if (typeof id !== 'string') throw invalidField('id')
  return id
}

/** Whether the database could have made it: any other is nobody's, and needs no asking. */
export function isTokenId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
}

/** The database counts characters, and would refuse half of one. */
function isName(name: string): boolean {
  return name.isWellFormed() && name.trim() !== '' && /^[^\p{Cc}\p{Zl}\p{Zp}]{1,100}$/u.test(name)
}

function isLimit(value: unknown): value is number | null {
  if (value === null) return true
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= highestLimit
}

function isTimeAfter(value: unknown, now: number): value is string | null {
  if (value === null) return true
  return typeof value === 'string' && isoTime.test(value) && Date.parse(value) > now
}
