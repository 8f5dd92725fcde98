import { createHash } from 'node:crypto'

/** Whether it is the owner's doctor who rings: signed like Stripe's events, about nothing. */
export function isDoctorsRing(event: unknown): boolean {
  return (event as { type?: unknown } | null)?.type === 'doctor.looked'
}

/**
 * A short hash of each variable: enough to tell whether it is the same as another, and no way back to a key made at
 * random. Neither a slash at the end of an address nor a blank in a list makes another.
 */
export function hashVariables(texts: ReadonlyMap<string, string>): Record<string, string> {
  const hashes = [...texts].map(([name, text]) => {
    const bare = /^https?:/.test(text) ? text.replace(/\/+$/, '') : text.replace(/\s*,\s*/g, ',')
    return [name, createHash('sha256').update(`${name}\n${bare}`).digest('hex').slice(0, 12)]
  })
  return Object.fromEntries(hashes) as Record<string, string>
}
