import { foldAddress } from '#server/rules/fold-address.ts'
import { UsageError } from '../terminal/usage-error.ts'

/** The address of one person, as the owner typed it and as addresses are compared. */
export type PersonAddress = {
  given: string
  /** What the table and a proven address are compared by. */
  fold: string
  /** Whether anyone can prove it: Supabase sends no email to an address with other letters or with blanks. */
  isProvable: boolean
}

/** @throws {UsageError} if it is no email address; never repeats it */
export function parseAddress(text: string | undefined): PersonAddress {
  const given = (text ?? '').trim()
  if (!/^[^\p{Cc}@]+@[^\p{Cc}@]+$/u.test(given) || given.length > 512)
    throw new UsageError('Name one email address, such as ada@example.com.')
  const fold = foldAddress(given)
  return { given, fold, isProvable: /^[\x21-\x7e]+@[\x21-\x7e]+$/.test(fold) }
}
