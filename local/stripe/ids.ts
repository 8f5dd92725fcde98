import { randomBytes } from 'node:crypto'

/**
 * Ids that are the same in every run, yet in no order: code that sorts by id instead of `created` should fail.
 */
export function createIds(): (prefix: string) => string {
  let count = 0
  return (prefix) => {
    count += 1
    // Multiplying by an odd number permutes the 32-bit integers, so no two counts share a word.
    const word = (Math.imul(count, 0x9e3779b1) >>> 0).toString(36).padStart(7, '0')
    return `${prefix}_${word}${count.toString(36).padStart(7, '0')}`
  }
}

/** What makes the address of a hosted page, or the secret of a webhook, impossible to guess: only letters and digits. */
export function createSecret(): string {
  return randomBytes(16).toString('hex')
}

/** The id of something that may be expanded; here it never is, as objects are kept. */
export function idOf<T extends { id: string }>(value: string | T): string {
  return typeof value === 'string' ? value : value.id
}
