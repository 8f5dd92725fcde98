import type { Call } from '../services/call.ts'
import type { World } from '../world.ts'

/** `unknown`: it could not be looked at, and `remedy` says what it takes. */
export type Level = 'ok' | 'warning' | 'fault' | 'unknown'

/** What one check saw, in the owner's words; never a secret, never a customer's address. */
export type Finding = {
  level: Level
  /** One line: what is so. */
  says: string
  /** What comes of it if it stays so. Always there with a warning or a fault. */
  why?: string
  /** What the owner does about it. Always there unless `ok`. */
  remedy?: string
}

/** One step that mends a finding: shown, then made after a yes. */
export type Change = {
  /** One line: what will be different. */
  says: string
  /** What differs, a line each, such as `mailer_otp_exp: 3600 -> 900`; never a secret. */
  details?: readonly string[]
  /** `null`: nothing is asked of anybody, and `keep` gets `null`; it takes what was read already. */
  call: Call | null
  /** Keeps what the answer brings, such as a secret that is shown once; may wait until the service is done. */
  keep?: (answer: unknown) => Promise<void>
  /** Where the service may say no without harm: what the owner does then. Without it a refusal stops the set-up. */
  ifRefused?: string
}

/** One thing that must be right. `doctor` looks; `setup` looks, mends and looks again. */
export type Check = {
  /** Stable, `snake_case`: its name in `doctor --json`. */
  name: string
  group: 'variables' | 'stripe' | 'supabase' | 'netlify' | 'site' | 'table'
  /** Changes nothing. Never rejects for what it looks at: a service that does not answer is a finding. */
  look(world: World): Promise<Finding[]>
  /**
   * What would mend it, in order; empty where nothing can or need be done. Makes no change by itself.
   * @throws {ServiceError} where the service can't be read
   */
  mend?(world: World): Promise<Change[]>
}
