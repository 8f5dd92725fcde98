import type { AccessTokens } from '../../gateways/supabase/access-tokens.ts'
import type { OwnRows } from '../../gateways/supabase/own-rows.ts'
import type { ProjectSettings } from '../../gateways/supabase/project-settings.ts'
import type { RequestCounts } from '../../gateways/supabase/request-counts.ts'

/** What every door of a visitor asks before it asks Stripe. */
export type VisitorsWorld = {
  tokens: AccessTokens
  project: ProjectSettings
  counts: RequestCounts
  rows: OwnRows
}
