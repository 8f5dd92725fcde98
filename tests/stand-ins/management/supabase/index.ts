import { randomBytes } from 'node:crypto'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { createControls } from '#local/wire/controls.ts'
import type { Listener } from '#local/wire/listen.ts'
import { serveApi } from '../api.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { authConfigRoutes } from './auth-config.ts'
import { createAuthStore } from './auth-store.ts'
import type { AuthConfig } from './auth-stock.ts'
import type { ManagementControls } from './controls.ts'
import { initialControls } from './controls.ts'
import { backupRoutes } from './backups.ts'
import { projectRoutes } from './projects.ts'
import { queryRoutes } from './query.ts'
import type { World } from './world.ts'
import { MissingPermissions } from './world.ts'

export type { ManagementControls }

export type ManagementStandIn = Listener<ManagementControls> & {
  /** A personal access token: SUPABASE_ACCESS_TOKEN. */
  readonly token: string
  /** The project's, twenty letters. */
  readonly ref: string
  /** Everything that is set, secrets in the clear: to assert by. */
  authConfig(): AuthConfig
  /** As if the owner had clicked it in the dashboard: nothing is checked. */
  setAuthConfig(changes: AuthConfig): void
}

const words: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Your account does not have the necessary privileges to access this endpoint. For more details, refer to our documentation https://supabase.com/docs/guides/platform/access-control',
  404: 'Project not found',
  429: 'ThrottlerException: Too Many Requests',
  500: 'Internal server error',
}

/**
 * Supabase's Management API for the one project of a stand-in, as far as `cli/` calls it: that project's Auth and Data
 * API act at once by what is changed here, and SQL runs in its database.
 * https://api.supabase.com/api/v1
 */
export async function startManagementStandIn(
  supabase: SupabaseStandIn,
): Promise<ManagementStandIn> {
  const token = `sbp_${randomBytes(20).toString('hex')}`
  const controls = createControls(initialControls)
  const auth = createAuthStore(supabase.project, supabase.ref)
  const world: World = { supabase, auth, controls: controls.now }
  const listener = await serveApi({
    name: 'Management API',
    token,
    controls,
    words,
    routes: [
      ...projectRoutes(world),
      ...apiKeyRoutes(world),
      ...authConfigRoutes(world),
      ...queryRoutes(world),
      ...backupRoutes(world),
    ],
    describe: (refusal) => ({
      message: refusal.message,
      ...(refusal instanceof MissingPermissions && { missing_permissions: refusal.missing }),
    }),
  })
  return {
    ...listener,
    token,
    ref: supabase.ref,
    authConfig: auth.read,
    setAuthConfig: auth.apply,
  }
}
