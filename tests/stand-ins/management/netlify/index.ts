import { randomBytes, randomUUID } from 'node:crypto'
import { listen, type Listener } from '../wire/listen.ts'
import { Refusal } from '../wire/refusal.ts'
import { createControls } from '../wire/weather.ts'
import { accountRoutes } from './account.ts'
import { fairNetlify, type NetlifyControls } from './controls.ts'
import { createDeployStore, type Deploy, type DeployHook } from './deploy-store.ts'
import { deployRoutes } from './deploys.ts'
import { envRoutes } from './env.ts'
import { createEnvStore, newValue, scopes } from './env-store.ts'
import { siteRoutes } from './sites.ts'
import type { World } from './world.ts'

export type { NetlifyControls } from './controls.ts'
export type { Building, Deploy, DeployHook } from './deploy-store.ts'

/** A value for production, or more of it. */
export type NewVariable = string | { value: string; isSecret?: boolean; scopes?: string[] }

export type NetlifyStandIn = Listener<NetlifyControls> & {
  /** A personal access token: NETLIFY_AUTH_TOKEN. */
  readonly token: string
  readonly accountId: string
  readonly accountSlug: string
  readonly siteId: string
  readonly siteName: string
  /** Where the site is reached: without a slash at the end, as Netlify says it. */
  setSiteUrl(url: string): void
  /** Runs while a deploy is `building`; a deploy whose hook fails ends as `error`. */
  onDeploy(hook: DeployHook): void
  /** What functions would see if the site were deployed now, secrets in the clear. */
  env(): Record<string, string>
  /** What the published deploy's functions see; null before the first. */
  deployedEnv(): Record<string, string> | null
  /** As if the owner had clicked it: nothing is checked. */
  setEnv(variables: Record<string, NewVariable>): void
  /** Newest first. */
  deploys(): readonly Deploy[]
  /** Lets go the deploys that `holdDeploys` keeps. */
  releaseDeploys(): void
  /** Resolves when nothing builds or waits to. */
  settled(): Promise<void>
  /** No variables, no deploys, fair weather. */
  reset(): void
}

const words: Readonly<Record<number, string>> = {
  401: 'Access Denied',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
}

/**
 * Netlify's API for one account with one site. https://open-api.netlify.com
 *
 * @param options.siteUrl what the site says of where it is reached
 * @param options.port any free one where none is named
 * @param options.now milliseconds since 1970
 */
export async function startNetlifyStandIn({
  siteUrl = 'https://the-shop-billing.netlify.app',
  onDeploy = () => undefined,
  port = 0,
  now = Date.now,
}: {
  siteUrl?: string
  onDeploy?: DeployHook
  port?: number
  now?: () => number
} = {}): Promise<NetlifyStandIn> {
  const token = `nfp_${randomBytes(20).toString('hex')}`
  const account = { id: randomBytes(12).toString('hex'), slug: 'the-shop' }
  const site = { id: randomUUID(), name: 'the-shop-billing', url: siteUrl, createdAt: now() }
  const user = { id: randomBytes(12).toString('hex'), email: 'owner@example.com' }
  const controls = createControls(fairNetlify)
  const env = createEnvStore()
  // What the platform sets by itself, whoever asks.
  const platform = () => ({
    URL: site.url,
    SITE_ID: site.id,
    SITE_NAME: site.name,
    NETLIFY: 'true',
  })
  const see = (scope: string) => ({ ...platform(), ...env.inProduction(scope) })
  const deploys = createDeployStore({
    controls,
    now,
    look: (id) => ({
      siteId: site.id,
      env: { ...see('functions'), DEPLOY_ID: id, CONTEXT: 'production' },
      buildEnv: { ...see('builds'), DEPLOY_ID: id, CONTEXT: 'production' },
    }),
  })
  deploys.setHook(onDeploy)
  const world: World = { user, account, site, env, deploys, controls, now }
  const listener = await listen<NetlifyControls>({
    name: 'Netlify',
    port,
    now,
    controls,
    words,
    routes: [
      ...accountRoutes(world),
      ...siteRoutes(world),
      ...envRoutes(world),
      ...deployRoutes(world),
    ],
    authorize(headers) {
      if (headers.get('authorization') !== `Bearer ${token}`) throw new Refusal(401, words[401]!)
    },
    describe: ({ status, message }) => ({ code: status, message }),
  })
  return Object.assign(listener, {
    token,
    accountId: account.id,
    accountSlug: account.slug,
    siteId: site.id,
    siteName: site.name,
    setSiteUrl: (url: string) => void (site.url = url.replace(/\/$/, '')),
    onDeploy: deploys.setHook,
    env: () => see('functions'),
    deployedEnv: () => deploys.published()?.env ?? null,
    setEnv(variables: Record<string, NewVariable>) {
      for (const [key, given] of Object.entries(variables)) {
        const {
          value,
          isSecret = false,
          scopes: chosen = scopes,
        } = typeof given === 'string' ? { value: given } : given
        const values = [newValue(value, isSecret ? 'production' : 'all')]
        env.own.set(key, { key, scopes: [...chosen], values, isSecret, updatedAt: now() })
      }
    },
    deploys: deploys.all,
    releaseDeploys: deploys.release,
    settled: deploys.settled,
    reset() {
      env.clear()
      deploys.clear()
      listener.resetControl()
      listener.resetCalls()
    },
  })
}
