import { randomBytes } from 'node:crypto'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { listen, type Listener } from '../wire/listen.ts'
import { Refusal } from '../wire/refusal.ts'
import { createControls } from '../wire/weather.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { authConfigRoutes } from './auth-config.ts'
import type { AuthConfig } from './auth-stock.ts'
import { createAuthStore } from './auth-store.ts'
import { fairManagement, type ManagementControls } from './controls.ts'
import { healthRoutes } from './health.ts'
import { migrationRoutes } from './migrations.ts'
import { postgrestRoutes } from './postgrest.ts'
import { projectRoutes } from './projects.ts'
import { queryRoutes } from './query.ts'
import { signingKeyRoutes } from './signing-keys.ts'
import { words } from './words.ts'
import type { World } from './world.ts'

export type { AuthConfig } from './auth-stock.ts'
export type { ManagementControls } from './controls.ts'
export { captchaToken } from './auth-links.ts'

export type ManagementStandIn = Listener<ManagementControls> & {
  /** A personal access token: SUPABASE_ACCESS_TOKEN. */
  readonly token: string
  /** The project's, twenty letters. */
  readonly ref: string
  /** The slug of the owner's organization. */
  readonly organization: string
  /** Everything that is set, secrets in the clear: to assert by. */
  authConfig(): AuthConfig
  /** As if the owner had clicked it: nothing is checked. */
  setAuthConfig(changes: AuthConfig): void
  /** Lets Auth notice what was changed while `holdAuth` was on. */
  releaseAuth(): void
  /** Controls, calls, keys and whatever Auth does not act by are those of the beginning again. */
  reset(): void
}

/**
 * Supabase's Management API for the one project of a stand-in: what is changed here, that project's Auth and Data
 * API act by at once, and SQL runs in its database.
 * https://api.supabase.com/api/v1
 *
 * @param options.port any free one where none is named
 * @param options.now milliseconds since 1970
 */
export async function startManagementStandIn({
  supabase,
  port = 0,
  now = Date.now,
}: {
  supabase: SupabaseStandIn
  port?: number
  now?: () => number
}): Promise<ManagementStandIn> {
  const token = `sbp_${randomBytes(20).toString('hex')}`
  const { ref } = supabase
  const organization = 'the-shop-of-ours'
  const controls = createControls(fairManagement)
  const auth = createAuthStore(supabase.project, ref)
  const world: World = { supabase, organization, auth, controls, now }
  const listener = await listen<ManagementControls>({
    name: 'Management API',
    port,
    now,
    controls,
    words,
    routes: [
      ...projectRoutes(world),
      ...apiKeyRoutes(world),
      ...authConfigRoutes(world),
      ...signingKeyRoutes(world),
      ...postgrestRoutes(world),
      ...healthRoutes(world),
      ...queryRoutes(world),
      ...migrationRoutes(world),
    ],
    authorize(headers) {
      if (headers.get('authorization') !== `Bearer ${token}`) throw new Refusal(401, words[401]!)
    },
    describe: ({ message }) => ({ message }),
  })
  return Object.assign(listener, {
    token,
    ref,
    organization,
    authConfig: auth.read,
    setAuthConfig: auth.apply,
    releaseAuth: auth.release,
    reset() {
      auth.reset()
      const { keyRing } = supabase.project
      keyRing.keys = keyRing.keys.filter(({ isFirst }) => isFirst)
      listener.resetControl()
      listener.resetCalls()
    },
  })
}
