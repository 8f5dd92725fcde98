import type { Change } from '../services/change.ts'
import type { World } from '../world.ts'

/** `unknown`: it could not be checked, and `remedy` says what that takes. */
export type Level = 'ok' | 'warning' | 'fault' | 'unknown'

/** What one check found, in the owner's words; never a secret, never a customer's address. */
export type Finding = {
  level: Level
  /** One line: what is the case. */
  says: string
  /** Why it matters. Always there with a warning or a fault. */
  why?: string
  /** What the owner does about it. Always there unless `ok`. */
  remedy?: string
  /** If a whole service failed: which, and how, such as `netlify 503`. The same for each check that needs it. */
  cause?: string
}

/** One thing that must be right. `doctor` looks; `setup` looks, fixes and looks again. */
export type Check = {
  /** Stable, `snake_case`: its name in `doctor --json`. */
  name: string
  group: 'variables' | 'stripe' | 'supabase' | 'netlify' | 'site' | 'table'
  /** Changes nothing. Never rejects because of what it looks at: a service that does not answer is a finding. */
  look(world: World): Promise<Finding[]>
  /**
   * What would fix it, in order; empty if nothing can or need be done. Makes no change itself.
   * @throws {ServiceError} if the service can't be read
   */
  fix?(world: World): Promise<Change[]>
}

/** What a check is about, for whoever waits for it. */
export function nameOf({ name }: Check): string {
  return `Checking: ${name.replaceAll('_', ' ')}`
}
