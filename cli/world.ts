import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brandFileOf } from './brand/brand-file.ts'
import type { Shop } from './brand/shop.ts'
import type { AuthUsers } from './services/auth/users.ts'
import { readAuthUsers } from './services/auth/users.ts'
import type { Environment } from './variables/environment.ts'
import { valueOf } from './variables/environment.ts'
import type { DeployedPage } from './services/deployed-page.ts'
import { readDeployedPage } from './services/deployed-page.ts'
import { createMemo } from './services/wire/memo.ts'
import type { ServiceError } from './services/service-error.ts'
import type { Limits } from './services/wire/patience.ts'
import { createPatience } from './services/wire/patience.ts'
import type { NetlifySite, SiteSummary } from './services/netlify-sites.ts'
import { listSites, readNetlifySite } from './services/netlify-sites.ts'
import type { StripeAccount } from './services/stripe-account.ts'
import { readStripeAccount } from './services/stripe-account.ts'
import type { SupabaseData } from './services/supabase-data.ts'
import { readSupabaseData } from './services/supabase-data.ts'
import type { ProjectSummary, SupabaseProject } from './services/supabase-management.ts'
import {
  findOnlyProject,
  listProjects,
  projectUrl,
  readSupabaseProject,
  refIn,
} from './services/supabase-management.ts'

/** What the owner has, as far as they have said; every service is `null` while its variables are missing. */
export type World = {
  /** `keep` changes it, and the services follow. */
  env: Environment
  now(): number
  /** The repository's folder. */
  folder: string
  /** The owner's copy, with their `web/brand.ts`. */
  copy: string
  /** What the owner and Stripe say of the shop; `null` while nobody was asked. */
  shop: Shop | null
  /** Whether the owner says that the Supabase project is used for billing only. */
  isBillingAlone: boolean
  /** The mode of the runtime key; `null` without one of the right form. */
  livemode: boolean | null
  /** The page's address: the one that is set, or else the site's. */
  page: string | null
  /** With the runtime key. */
  stripe: StripeAccount | null
  /** With the setup key. */
  account: StripeAccount | null
  project: SupabaseProject | null
  /** Why nobody could say which project a given token is for. */
  unnamed: ServiceError | null
  /** The address that the project must have; `null` if it is not known. */
  projectUrl: string | null
  data: SupabaseData | null
  /** With both keys. */
  users: AuthUsers | null
  site: NetlifySite | null
  deployed: DeployedPage | null
  listProjects(): Promise<ProjectSummary[]>
  listSites(): Promise<SiteSummary[]>
  /** Uses the variables from now on, and stores them where the owner has them. @throws if nothing may be stored */
  keep(variables: Record<string, string>): Promise<void>
}

export type WorldOptions = {
  /** As `readEnvironment` gives it. */
  env: Environment
  folder?: string
  copy?: string
  /** Of `--page`. */
  page?: string | undefined
  /** The ref of `--supabase-project`. */
  project?: string | undefined
  /** The project, if it has been asked for something already. */
  opened?: SupabaseProject | null
  /** The id or name of `--netlify-site`. */
  site?: string | undefined
  isBillingAlone?: boolean
  now?: () => number
  /** How long each service is waited for; by default as long as a look may take. */
  limits?: Partial<Limits>
  /** Stores variables. */
  keep?: (variables: Record<string, string>) => Promise<void>
}

const repository = fileURLToPath(new URL('..', import.meta.url))

/** Joins variables and services. Makes calls only to learn the page's address and the one project of a token. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const env: Environment = { ...options.env }
  const now = options.now ?? Date.now
  const memo = createMemo()
  // One for each host, whatever key it is asked with.
  const patience = () => createPatience(options.limits)
  const [stripe, management, data] = [patience(), patience(), patience()]
  const [netlify, page] = [patience(), patience()]
  const own = (name: string) => env[name]?.trim() || null
  const ref = () => options.project ?? refIn(valueOf(env, 'SUPABASE_URL')) ?? only
  const ownUrl = () => {
    const url = valueOf(env, 'SUPABASE_URL')?.replace(/\/+$/, '') ?? null
    return url !== null && /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? url : null
  }
  const siteName = () => options.site ?? own('NETLIFY_SITE_ID')
  const stripeWith = (name: string, key: string | null) =>
    key === null || !/^[rs]k_(test|live)_\S+$/.test(key)
      ? null
      : memo(name, key, () => readStripeAccount(key, { env, now, patience: stripe }))
  const siteNow = () => {
    const [token, site] = [own('NETLIFY_AUTH_TOKEN'), siteName()]
    if (token === null || site === null) return null
    const order = { token, site, patience: netlify }
    return memo('site', `${token} ${site}`, () => readNetlifySite(env, order))
  }
  const known = options.project ?? refIn(valueOf(env, 'SUPABASE_URL'))
  // If either can't be asked, its own check says so.
  const [found, one] = await Promise.all([
    siteNow()
      ?.find()
      .catch(() => null),
    known ?? findOnlyProject(env, management),
  ])
  const only = typeof one === 'string' ? one : null
  const siteUrl = found?.url ?? null

  const world: World = {
    env,
    now,
    folder: options.folder ?? repository,
    copy: existsSync(brandFileOf(options.copy ?? '')) ? options.copy! : repository,
    shop: null,
    unnamed: typeof one === 'string' ? null : one,
    isBillingAlone: options.isBillingAlone ?? false,
    get livemode() {
      return world.stripe?.livemode ?? null
    },
    get page() {
      const page = options.page ?? valueOf(env, 'FRONTEND_URL') ?? siteUrl
      return page !== null && /^https?:$/.test(URL.parse(page)?.protocol ?? '') ? page : null
    },
    get stripe() {
      return stripeWith('stripe', valueOf(env, 'STRIPE_API_KEY'))
    },
    get account() {
      return stripeWith('account', own('STRIPE_SETUP_KEY'))
    },
    get project() {
      const [token, name] = [own('SUPABASE_ACCESS_TOKEN'), ref()]
      if (token === null || name === null) return null
      if (options.opened?.ref === name) return options.opened
      return memo('project', `${token} ${name}`, () =>
        readSupabaseProject(env, { token, ref: name, patience: management }),
      )
    },
    get projectUrl() {
      const name = ref()
      return name === null ? null : projectUrl(env, name)
    },
    get users() {
      const publishableKey = valueOf(env, 'SUPABASE_PUBLISHABLE_KEY')
      const secretKey = valueOf(env, 'SUPABASE_SECRET_KEY')
      const url = ownUrl()
      if (url === null || publishableKey === null || secretKey === null) return null
      return readAuthUsers({ url, publishableKey, secretKey }, data)
    },
    get data() {
      const url = ownUrl()
      if (url === null) return null
      const publishableKey = valueOf(env, 'SUPABASE_PUBLISHABLE_KEY')
      const secretKey = valueOf(env, 'SUPABASE_SECRET_KEY')
      return memo('data', `${url} ${publishableKey} ${secretKey}`, () =>
        readSupabaseData({ url, publishableKey, secretKey }, now, data),
      )
    },
    get site() {
      return siteNow()
    },
    get deployed() {
      const url = world.page
      return url === null
        ? null
        : memo('page', url, () => readDeployedPage({ url, now, patience: page }))
    },
    async listProjects() {
      const token = own('SUPABASE_ACCESS_TOKEN')
      return token === null ? [] : listProjects(env, token, management)
    },
    async listSites() {
      const token = own('NETLIFY_AUTH_TOKEN')
      return token === null ? [] : listSites(env, token, netlify)
    },
    async keep(variables) {
      if (options.keep === undefined) throw new TypeError('nothing may be stored here')
      Object.assign(env, variables)
      await options.keep(variables)
    },
  }
  return world
}
