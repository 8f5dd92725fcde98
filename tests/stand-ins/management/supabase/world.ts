import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { Refusal } from '#local/wire/refusal.ts'
import type { Order } from '../api.ts'
import type { AuthStore } from './auth-store.ts'
import type { ManagementControls } from './controls.ts'

/** One owner's account: an organization with one project that exists, and what may be changed in them. */
export type World = {
  supabase: SupabaseStandIn
  auth: AuthStore
  controls: ManagementControls
}

/** A scoped token's refusal, which names what the token lacks. */
export class MissingPermissions extends Refusal {
  readonly missing: string[]

  constructor(missing: string[]) {
    super(403, 'Your access token does not have the required permissions')
    this.missing = missing
  }
}

/** @throws {MissingPermissions} */
export function assertPermissions({ controls }: World, ...needed: string[]): void {
  const missing = needed.filter((each) => controls.permissions?.includes(each) === false)
  if (missing.length > 0) throw new MissingPermissions(missing)
}

/**
 * The path names the project that exists, and the token may do this.
 * @throws {Refusal} 404, 403
 */
export function assertProject(world: World, { ids: [ref] }: Order, ...needed: string[]): void {
  if (ref !== world.supabase.ref) throw new Refusal(404, 'Project not found')
  assertPermissions(world, ...needed)
}
