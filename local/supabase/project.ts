import type { PGlite } from '@electric-sql/pglite'
import type { Memory } from './auth/memory.ts'
import type { SigningKeys } from './auth/signing-keys.ts'
import type { Controls } from './controls.ts'
import type { Email } from './email.ts'
import type { KeyRing } from './key-ring.ts'

/** Everything that a running stand-in knows: one imaginary Supabase project. */
export type Project = {
  database: PGlite
  keys: SigningKeys
  keyRing: KeyRing
  readonly controls: Controls
  /** What SUPABASE_URL would be, without a slash at the end. */
  publicUrl: string
  /** The page that the emails link to. */
  siteUrl: string
  /** Newest last. */
  emails: Email[]
  /** How many were ever sent: no number is given twice in the inbox. */
  emailsSent: number
  memory: Memory
  /** Milliseconds since 1970, with the shift that a control may add. */
  now(): number
}

export function issuerOf(project: Project): string {
  return `${project.publicUrl}/auth/v1`
}
