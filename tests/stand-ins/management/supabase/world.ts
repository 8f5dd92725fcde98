import type { SupabaseStandIn } from '#local/supabase/index.ts'
import type { Exchange } from '../wire/route.ts'
import { Refusal } from '../wire/refusal.ts'
import type { AuthStore } from './auth-store.ts'
import type { ManagementControls } from './controls.ts'

/** One owner's account: an organization with one project that stands, and what may be changed of them. */
export type World = {
  supabase: SupabaseStandIn
  organization: string
  auth: AuthStore
  controls: { readonly now: ManagementControls }
  now(): number
}

/** @throws {Refusal} 404 unless the path names the project that stands. */
export function assertProject({ supabase }: World, { ids: [ref] }: Exchange): void {
  if (ref !== supabase.ref) throw new Refusal(404, 'Project not found')
}
