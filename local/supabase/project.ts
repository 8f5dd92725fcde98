import type { PGlite } from '@electric-sql/pglite'
import type { SigningKeys } from './auth/signing-keys.ts'
import type { Mail } from './auth/mails.ts'
import type { Controls } from './controls.ts'
import type { KeyRing } from './key-ring.ts'

/** Everything a running stand-in knows: one imaginary Supabase project. */
export type Project = {
  database: PGlite
  keys: SigningKeys
  keyRing: KeyRing
  /** Replaced as a whole by `control` and `resetControl`. */
  controls: Controls
  /** What SUPABASE_URL would be, without a slash at the end. */
  publicUrl: string
  /** The page that the mails link to. */
  siteUrl: string
  /** Newest last. */
  mails: Mail[]
  /** Ever: the inbox's numbers are not given twice. */
  mailsSent: number
  /** Milliseconds, with the shift that a control may add. */
  now(): number
}

export function issuerOf(project: Project): string {
  return `${project.publicUrl}/auth/v1`
}
