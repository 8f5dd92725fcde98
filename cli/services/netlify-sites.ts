import type { Environment } from '../variables/environment.ts'
import { readLoopback } from './loopback.ts'
import { ServiceError } from './service-error.ts'
import { asObject, asRows, firstText } from './wire/answer-shape.ts'
import { fetchJson } from './wire/fetch-json.ts'
import type { Patience } from './wire/patience.ts'
import { createPatience } from './wire/patience.ts'

export type SiteSummary = { id: string; name: string; url: string }

/** A variable of the site; a secret's values are not readable. */
export type SiteVariable = {
  key: string
  isSecret: boolean
  values: { context: string; value: string }[]
  /** Milliseconds since 1970; `null` if Netlify does not say. */
  updatedAt: number | null
}

/** A deploy; `state` is Netlify's word: `ready`, `error`, `building` and so on. */
export type Deploy = {
  id: string
  state: string
  startedAt: number | null
  /** Where its log can be read; empty if Netlify does not say. */
  log: string
  /** Netlify's sentence on why it failed. */
  error: string | null
  /** Ended by somebody, or by the project's own rule; Netlify calls that an error as well. */
  isCanceled: boolean
}

/** A site with what is live at it. */
export type FoundSite = SiteSummary & {
  account: string
  published: Deploy | null
  /** Netlify builds nothing, whoever asks. */
  isStopped: boolean
}

/**
 * One site through Netlify's API. Only reads; what changes something is a `Call`.
 * Every call: @throws {ServiceError}. https://open-api.netlify.com
 */
export type NetlifySite = {
  /** `null` if the token does not open the site. */
  find(): Promise<FoundSite | null>
  listVariables(): Promise<SiteVariable[]>
  findDeploy(id: string): Promise<Deploy>
  /** The newest production deploy, live or not; `null` before the first. */
  findNewestDeploy(): Promise<Deploy | null>
  /** Paths of the calls that change something. */
  paths(): Promise<{ variables: string; variable(key: string): string; builds: string }>
}

/** The address of Netlify's API, without a slash at the end. */
export function netlifyBase(env: Environment): string {
  return readLoopback(env, 'NETLIFY_API_BASE')?.origin ?? 'https://api.netlify.com'
}

const prefix = '/api/v1'

/** The sites that the token opens, at most a hundred. @throws {ServiceError} */
export async function listSites(
  env: Environment,
  token: string,
  patience = createPatience(),
): Promise<SiteSummary[]> {
  const answer = await get(`${prefix}/sites?per_page=100`, { env, token, patience })
  return asRows('netlify', answer, 'GET /api/v1/sites').map(toSummary)
}

/** @param order.site the site's id, or its name */
export function readNetlifySite(
  env: Environment,
  order: { token: string; site: string; patience?: Patience },
): NetlifySite {
  const { token, site, patience = createPatience() } = order
  // Whoever asks the same at the same time shares the answer; it is kept for nobody later.
  const underWay = new Map<string, Promise<unknown>>()
  const ask = (path: string): Promise<unknown> => {
    const answer =
      underWay.get(path) ?? get(path, { env, token, patience }).finally(() => underWay.delete(path))
    underWay.set(path, answer)
    return answer
  }
  const getObject = async (path: string) => asObject('netlify', await ask(path), `GET ${path}`)
  // Every site has an address with its name.
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(site)
  const key = isId || site.includes('.') ? site : `${site}.netlify.app`

  const find: NetlifySite['find'] = async () => {
    try {
      const found = await getObject(`${prefix}/sites/${encodeURIComponent(key)}`)
      const published = found.published_deploy
      return {
        ...toSummary(found),
        account: firstText(found.account_slug, found.account_id),
        published: published ? toDeploy(asObject('netlify', published, 'a deploy')) : null,
        isStopped: (found.build_settings as Record<string, unknown> | null)?.stop_builds === true,
      }
    } catch (error) {
      if (error instanceof ServiceError && error.status === 404) return null
      throw error
    }
  }
  // A site keeps its id and its account.
  let place: { id: string; account: string } | null = null
  const getPlace = async () => {
    place ??= await find()
    if (place !== null) return place
    throw new ServiceError('netlify', { at: 'GET /api/v1/sites/:site', status: 404 })
  }
  const variablesOf = ({ account }: { account: string }) =>
    `${prefix}/accounts/${encodeURIComponent(account)}/env`

  return {
    find,
    async listVariables() {
      const found = await getPlace()
      const answer = await ask(`${variablesOf(found)}?site_id=${encodeURIComponent(found.id)}`)
      return asRows('netlify', answer, 'GET /api/v1/accounts/:account/env').map((row) => ({
        key: String(row.key),
        isSecret: row.is_secret === true,
        values: (Array.isArray(row.values) ? row.values : []).map((value) => ({
          context: String((value as Record<string, unknown>).context),
          value: firstText((value as Record<string, unknown>).value),
        })),
        updatedAt: toTime(row.updated_at),
      }))
    },
    findDeploy: async (id) =>
      toDeploy(await getObject(`${prefix}/deploys/${encodeURIComponent(id)}`)),
    async findNewestDeploy() {
      const { id } = await getPlace()
      const path = `${prefix}/sites/${encodeURIComponent(id)}/deploys`
      const answer = await ask(`${path}?production=true&per_page=1`)
      const [newest] = asRows('netlify', answer, `GET ${path}`)
      return newest === undefined ? null : toDeploy(newest)
    },
    async paths() {
      const found = await getPlace()
      const query = `?site_id=${encodeURIComponent(found.id)}`
      return {
        variables: variablesOf(found) + query,
        variable: (name) => `${variablesOf(found)}/${encodeURIComponent(name)}${query}`,
        builds: `${prefix}/sites/${encodeURIComponent(found.id)}/builds`,
      }
    },
  }
}

function get(
  path: string,
  { env, token, patience }: { env: Environment; token: string; patience: Patience },
): Promise<unknown> {
  const base = netlifyBase(env)
  const timeout = patience.answerMs
  return patience.bear(() =>
    fetchJson({ service: 'netlify', base, method: 'GET', path, token, timeout }),
  )
}

function toSummary(site: Record<string, unknown>): SiteSummary {
  return {
    id: String(site.id),
    name: String(site.name),
    url: firstText(site.ssl_url, site.url),
  }
}

function toDeploy(deploy: Record<string, unknown>): Deploy {
  const { id, state, error_message: error } = deploy
  const admin = firstText(deploy.admin_url)
  return {
    id: String(id),
    state: String(state),
    startedAt: toTime(deploy.created_at),
    // As Netlify's own command line makes it.
    log: admin === '' ? '' : `${admin}/deploys/${String(id)}`,
    error: typeof error === 'string' && error !== '' ? error : null,
    isCanceled: deploy.skipped === true || /^(cancel|skip)/i.test(firstText(error)),
  }
}

function toTime(text: unknown): number | null {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? null : time
}
