import { randomBytes, randomUUID } from 'node:crypto'
import { createControls } from '#local/wire/controls.ts'
import type { Listener } from '#local/wire/listen.ts'
import { serveApi } from '../api.ts'
import type { NetlifyControls } from './controls.ts'
import { initialControls } from './controls.ts'
import type { Deploy, DeployHook } from './deploy-store.ts'
import { createDeployStore } from './deploy-store.ts'
import { deployRoutes } from './deploys.ts'
import { envRoutes } from './env.ts'
import { createEnvStore, newValue, scopes } from './env-store.ts'
import { siteRoutes } from './sites.ts'
import type { World } from './world.ts'

/** A value for all contexts, or only for production if it is a secret, unless a context is named. */
export type NewVariable =
  string | { value: string; isSecret?: boolean; scopes?: string[]; context?: string }

export type NetlifyStandIn = Listener<NetlifyControls> & {
  /** A personal access token: NETLIFY_AUTH_TOKEN. */
  readonly token: string
  readonly accountSlug: string
  readonly siteId: string
  readonly siteName: string
  /** Where the site is reached: without a slash at the end, as Netlify says it. */
  setSiteUrl(url: string): void
  /** What functions would see if the site were deployed now, secrets in the clear. */
  env(): Record<string, string>
  /** What the published deploy's functions see; `null` before the first. */
  deployedEnv(): Record<string, string> | null
  /** As if the owner had clicked it: nothing is checked. */
  setEnv(variables: Record<string, NewVariable>): void
  unsetEnv(...keys: string[]): void
  /** Newest first. */
  deploys(): readonly Deploy[]
  /** Resolves when nothing is building or waiting to. */
  settled(): Promise<void>
}

const words: Readonly<Record<number, string>> = {
  401: 'Access Denied',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
}

/**
 * Netlify's API for one account with one site, as far as `cli/` calls it. https://open-api.netlify.com
 *
 * @param options.siteUrl where the site says that it is reached
 * @param options.onDeploy runs while a deploy is `building`; a deploy whose hook fails ends as `error`
 */
export async function startNetlifyStandIn({
  siteUrl,
  onDeploy = () => undefined,
}: {
  siteUrl: string
  onDeploy?: DeployHook
}): Promise<NetlifyStandIn> {
  const token = `nfp_${randomBytes(20).toString('hex')}`
  const account = { id: randomBytes(12).toString('hex'), slug: 'the-shop' }
  const site = { id: randomUUID(), name: 'the-shop-billing', url: siteUrl, createdAt: Date.now() }
  const controls = createControls(initialControls)
  const env = createEnvStore()
  // The platform sets these by itself, in every scope.
  const platform = () => ({
    URL: site.url,
    SITE_ID: site.id,
    SITE_NAME: site.name,
    NETLIFY: 'true',
  })
  const seenIn = (scope: string) => ({ ...platform(), ...env.inProduction(scope) })
  const deploys = createDeployStore({
    controls: controls.now,
    onDeploy,
    look: (id) => {
      const own = { DEPLOY_ID: id, CONTEXT: 'production' }
      return {
        env: { ...seenIn('functions'), ...own },
        buildEnv: { ...seenIn('builds'), ...own },
      }
    },
  })
  const world: World = { account, site, env, deploys, controls: controls.now }
  const listener = await serveApi({
    name: 'Netlify',
    token,
    controls,
    words,
    routes: [...siteRoutes(world), ...envRoutes(world), ...deployRoutes(world)],
    describe: ({ status, message }) => ({ code: status, message }),
  })
  return {
    ...listener,
    token,
    accountSlug: account.slug,
    siteId: site.id,
    siteName: site.name,
    setSiteUrl: (url) => void (site.url = url.replace(/\/$/, '')),
    env: () => seenIn('functions'),
    deployedEnv: () => deploys.findPublished()?.env ?? null,
    setEnv(variables) {
      for (const [key, given] of Object.entries(variables)) {
        const variable = typeof given === 'string' ? { value: given } : given
        const { value, isSecret = false, scopes: chosen = scopes } = variable
        const { context = isSecret ? 'production' : 'all' } = variable
        const values = [newValue(value, context)]
        env.variables.set(key, { key, scopes: chosen, values, isSecret, updatedAt: Date.now() })
      }
    },
    unsetEnv(...keys) {
      for (const key of keys) env.variables.delete(key)
    },
    deploys: deploys.all,
    settled: deploys.settled,
  }
}
