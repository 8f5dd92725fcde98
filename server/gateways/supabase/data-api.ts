import { GatewayError } from '../../errors.ts'
import type { AccessToken } from '../../rules/proved.ts'

/** What PostgREST said, or, with status 0, why nothing came. */
export type DataApiAnswer = {
  isOk: boolean
  status: number
  body: unknown
  /** Of all rows that fit the question, where they were counted. */
  count: number | null
}

/** Rows of one table. https://docs.postgrest.org/en/stable/references/api/tables_views.html */
export type Question = {
  table: string
  /** Names of columns, separated by commas. */
  columns: string
  /** By column, in PostgREST's words: `eq.true`, `in.(a,b)`. */
  where: Record<string, string>
  order?: string
  /** With it the rows are counted, because the project's `max_rows` may be lower than `most`. */
  range?: { skip: number; most: number }
}

/** The project's Data API. The secret key writes; a visitor's rows are read with the visitor's own token. */
export type DataApi = {
  /** The mode whose rows are ours. */
  livemode: boolean
  /**
   * Calls a function with the secret key.
   * @throws `database_unavailable`, or `config_missing` if a key is refused
   */
  call(name: string, args: Record<string, unknown>): Promise<unknown>
  /**
   * Calls a function with the public key and the visitor's token.
   * @throws `token_invalid` if the Data API refuses the token, and as above
   */
  callOwn(token: AccessToken, name: string, args: Record<string, unknown>): Promise<unknown>
  /** With the secret key: sees every row. */
  select(question: Question): Promise<DataApiAnswer>
  /** With the public key and the visitor's token: sees what row-level security shows them. */
  selectOwn(token: AccessToken, question: Question): Promise<DataApiAnswer>
}

export type DataApiOptions = {
  supabaseUrl: string
  publishableKey: string
  secretKey: string
  livemode: boolean
  /** Milliseconds that a call may take, asked at each call. */
  timeout: () => number
}

/** Speaks PostgREST (docs/decisions/0027-two-requests-of-our-own.md). Calls nobody yet. */
export function createDataApi(options: DataApiOptions): DataApi {
  // Only a legacy key is a token. https://supabase.com/docs/guides/api/api-keys
  const own = options.secretKey.startsWith('eyJ') ? options.secretKey : null
  const ask = (path: string, init: RequestInit, apikey: string, bearer: string | null) => {
    const headers = new Headers(init.headers)
    headers.set('apikey', apikey)
    // The first schema that a project serves may be another.
    for (const name of ['Accept-Profile', 'Content-Profile']) headers.set(name, 'public')
    if (bearer !== null) headers.set('Authorization', `Bearer ${bearer}`)
    return send(`${options.supabaseUrl}/rest/v1/${path}`, {
      ...init,
      headers,
      // `apikey` would travel to wherever the answer leads.
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeout()),
    })
  }
  return {
    livemode: options.livemode,
    select: (question) => ask(pathOf(question), initOf(question), options.secretKey, own),
    selectOwn: (token, question) =>
      ask(pathOf(question), initOf(question), options.publishableKey, token),
    call: async (name, args) =>
      unwrap(await ask(`rpc/${name}`, toPost(args), options.secretKey, own), name),
    callOwn: async (token, name, args) => {
      const answer = await ask(`rpc/${name}`, toPost(args), options.publishableKey, token)
      assertToken(answer)
      return unwrap(answer, name)
    },
  }
}

function toPost(args: Record<string, unknown>): RequestInit {
  const headers = { 'Content-Type': 'application/json' }
  return { method: 'POST', headers, body: JSON.stringify(args) }
}

/** @throws `token_invalid` if it is the visitor's token that was refused */
export function assertToken(answer: DataApiAnswer): void {
  if (['PGRST301', 'PGRST303'].includes(codeOf(answer) ?? ''))
    throw new GatewayError('token_invalid', "the Data API refused the visitor's token")
}

function pathOf({ table, columns, where, order, range }: Question): string {
  const query = new URLSearchParams({ select: columns, ...where })
  if (order !== undefined) query.set('order', order)
  if (range !== undefined) {
    query.set('offset', String(range.skip))
    query.set('limit', String(range.most))
  }
  return `${table}?${query}`
}

function initOf({ range }: Question): RequestInit {
  return range === undefined ? {} : { headers: { Prefer: 'count=exact' } }
}

async function send(url: string, init: RequestInit): Promise<DataApiAnswer> {
  try {
    const response = await fetchOnceMore(url, init)
    const text = await response.text()
    const body: unknown = text === '' ? null : JSON.parse(text)
    const count = /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1]
    return {
      isOk: response.ok,
      status: response.status,
      body,
      count: count === undefined ? null : Number(count),
    }
  } catch (body) {
    return { isOk: false, status: 0, body, count: null }
  }
}

/**
 * A connection that slept while the function was frozen may be dead. All calls here may be repeated: a second
 * ticket is as good as the first, a repeated record is at worst "overtaken", which is read again, and a token that was
 * made twice is listed twice.
 */
async function fetchOnceMore(...request: Parameters<typeof fetch>): Promise<Response> {
  try {
    return await fetch(...request)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return fetch(...request)
  }
}

/**
 * What an answer holds.
 * @param what the table or function that was asked, for the owner's log
 * @throws `database_unavailable`, or `config_missing` if a key is refused
 */
export function unwrap(answer: DataApiAnswer, what: string): unknown {
  if (answer.isOk) return answer.body
  if (answer.status === 401)
    throw new GatewayError(
      'config_missing',
      '"SUPABASE_PUBLISHABLE_KEY" or "SUPABASE_SECRET_KEY" is refused by the project',
    )
  const code = codeOf(answer)
  // PGRST202, PGRST205, 42P01: nothing of that name; 42501: no grant.
  const isAbsent = ['PGRST202', 'PGRST205', '42P01', '42501'].includes(code ?? '')
  throw new GatewayError(
    'database_unavailable',
    isAbsent
      ? `the database offers no "${what}" (${code}): run the migrations in supabase/migrations`
      : `the database failed at "${what}" (status ${answer.status}, ${code ?? 'no code'})`,
    { cause: answer.body },
  )
}

/** A word of PostgREST's or Postgres's own; anything else there stays out of the log. */
export function codeOf({ body }: DataApiAnswer): string | null {
  const { code } = Object(body) as { code?: unknown }
  return typeof code === 'string' && /^[A-Z0-9]{5,8}$/.test(code) ? code : null
}
