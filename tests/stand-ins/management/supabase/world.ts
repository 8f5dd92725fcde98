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

/** @throws {Refusal} 404 unless the path names the project that exists. */
export function assertProject({ supabase }: World, { ids: [ref] }: Order): void {
  if (ref !== supabase.ref) throw new Refusal(404, 'Project not found')
}
