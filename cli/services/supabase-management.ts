import type { Environment } from '../variables/environment.ts'
import { readLoopback } from './loopback.ts'
import { ServiceError } from './service-error.ts'
import { asObject, asRows, firstText } from './wire/answer-shape.ts'
import { fetchJson } from './wire/fetch-json.ts'
import type { Patience } from './wire/patience.ts'
import { createPatience } from './wire/patience.ts'

export type ProjectSummary = { ref: string; name: string; status: string }

/** A key of the project; `value` is `null` if Supabase does not show it. */
export type ProjectKey = {
  id: string | null
  type: 'publishable' | 'secret' | 'legacy'
  name: string
  value: string | null
  /** A secret key acts as the role of its template, and as nobody without one. */
  role: string | null
}

/** Supabase's words for the project's settings of Auth, such as `mailer_otp_exp`. */
export type AuthSettings = Record<string, string | number | boolean | null | undefined>

/**
 * One project through Supabase's Management API. Only reads; what changes something is a `Call`.
 * Every call: @throws {ServiceError}; 401: the token is refused, 403 and 404: not this token's project.
 * https://supabase.com/docs/reference/api
 */
export type SupabaseProject = {
  ref: string
  /** What was read is kept until this is called: after a change, for what begins with its path; or for everything. */
  forget(changed?: string): void
  /** Where calls of this project begin, such as `/v1/projects/<ref>`. */
  path: string
  /** `ACTIVE_HEALTHY`, `INACTIVE` (paused) and so on. */
  readStatus(): Promise<string>
  readName(): Promise<string>
  readAuthSettings(): Promise<AuthSettings>
  /** `whole`: with the values of secret ones, which takes a permission of its own. */
  listKeys(values: 'masked' | 'whole'): Promise<ProjectKey[]>
  /** Schemas that the Data API serves. */
  listServedSchemas(): Promise<string[]>
  /** Supabase's words for what could be restored. */
  readBackups(): Promise<Record<string, unknown>>
  /** As a role that can only read; names with their schemas. */
  query<Row>(sql: string): Promise<Row[]>
  /** Asks with the rights that migrations run with, and changes nothing. */
  tryToWrite(): Promise<void>
}

/** The address of the Management API, without a slash at the end. */
export function supabaseBase(env: Environment): string {
  return readLoopback(env, 'SUPABASE_API_BASE')?.origin ?? 'https://api.supabase.com'
}

/** The project's own address, without a slash at the end. */
export function projectUrl(env: Environment, ref: string): string {
  const standIn =
    env.SUPABASE_API_BASE === undefined ? null : readLoopback(env, 'SUPABASE_PROJECT_URL')
  return standIn?.href.replace(/\/+$/, '') ?? `https://${ref}.supabase.co`
}

/** The `<ref>` of a project's address, or `null` if it has a domain of its own. */
export function refIn(url: string | null): string | null {
  return /^https:\/\/([a-z]{20})\.supabase\.co\b/.exec(url ?? '')?.[1] ?? null
}

/** The projects that the token opens. @throws {ServiceError} */
export async function listProjects(
  env: Environment,
  token: string,
  patience = createPatience(),
): Promise<ProjectSummary[]> {
  const answer = await patience.bear(() =>
    fetchJson({
      service: 'supabase',
      base: supabaseBase(env),
      method: 'GET',
      path: '/v1/projects',
      token,
      timeout: patience.answerMs,
    }),
  )
  return asRows('supabase', answer, 'GET /v1/projects').map((row) => ({
    ref: String(row.ref ?? row.id),
    name: String(row.name),
    status: String(row.status),
  }))
}

/**
 * An address on a custom domain does not name the project; a token that opens only one does.
 * @returns the ref, or why the token could not be asked
 */
export async function findOnlyProject(
  env: Environment,
  patience: Patience,
): Promise<string | ServiceError | null> {
  const token = env.SUPABASE_ACCESS_TOKEN
  if (token === undefined) return null
  try {
    const projects = await listProjects(env, token, patience)
    return projects.length === 1 ? projects[0]!.ref : null
  } catch (error) {
    if (error instanceof ServiceError) return error
    throw error
  }
}

/** @param order.token an access token of the owner's (`sbp_...`) */
export function readSupabaseProject(
  env: Environment,
  order: { token: string; ref: string; patience?: Patience },
): SupabaseProject {
  const { token, ref, patience = createPatience() } = order
  const path = `/v1/projects/${encodeURIComponent(ref)}`
  // Supabase counts calls by the minute, and many checks look at the same settings.
  const kept = new Map<string, Promise<unknown>>()
  const send = (method: string, rest: string, body?: unknown): Promise<unknown> => {
    const key = `${path}${rest} ${method} ${JSON.stringify(body)}`
    const answer = kept.get(key) ?? patience.bear(() => ask(method, rest, body))
    kept.set(key, answer)
    return answer
  }
  const ask = (method: string, rest: string, body?: unknown) =>
    fetchJson({
      service: 'supabase',
      base: supabaseBase(env),
      method,
      path: path + rest,
      token,
      timeout: patience.answerMs,
      ...(body === undefined ? {} : { body }),
    })
  const read = async (rest: string) =>
    asObject('supabase', await send('GET', rest), `GET ${path}${rest}`)
  return {
    ref,
    path,
    forget(changed = path) {
      const [place = ''] = changed.split('?')
      for (const key of kept.keys()) if (key.startsWith(place)) kept.delete(key)
    },
    readStatus: async () => String((await read('')).status),
    readName: async () => String((await read('')).name),
    readAuthSettings: async () => (await read('/config/auth')) as AuthSettings,
    async listKeys(values) {
      const rows = asRows(
        'supabase',
        await send('GET', values === 'whole' ? '/api-keys?reveal=true' : '/api-keys'),
        `GET ${path}/api-keys`,
      )
      return rows.map((row) => ({
        id: typeof row.id === 'string' ? row.id : null,
        type: row.type === 'publishable' || row.type === 'secret' ? row.type : 'legacy',
        name: String(row.name),
        value: isWhole(row.api_key) ? row.api_key : null,
        role: firstText((row.secret_jwt_template as { role?: unknown } | null)?.role) || null,
      }))
    },
    async listServedSchemas() {
      const { db_schema: schemas } = await read('/postgrest')
      return firstText(schemas)
        .split(',')
        .map((schema) => schema.trim())
        .filter((schema) => schema !== '')
    },
    readBackups: () => read('/database/backups'),
    async query<Row>(sql: string) {
      const answer = await send('POST', '/database/query/read-only', { query: sql })
      return asRows('supabase', answer, `POST ${path}/database/query/read-only`) as Row[]
    },
    async tryToWrite() {
      await send('POST', '/database/query', { query: 'select 1' })
    },
  }
}

/** Masked values carry middle dots or stars. */
function isWhole(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{20,}$/.test(value)
}
