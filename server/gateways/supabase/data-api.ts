import type { PostgrestClient } from '@supabase/postgrest-js'
import { GatewayError } from '../../errors.ts'
import type { AccessToken } from '../../rules/proved.ts'

/** The project's Data API. The secret key writes; a visitor's rows are read with the visitor's own token. */
export type DataApi = {
  /** The mode whose rows are ours. */
  livemode: boolean
  /**
   * Calls a function with the secret key.
   * @throws `database_unavailable`, or `config_missing` if a key is refused
   */
  call(name: string, args: Record<string, unknown>): Promise<unknown>
  /** With the secret key: sees every row. */
  asServer(): Promise<PostgrestClient>
  /** With the public key and the visitor's token: sees what row-level security shows them. */
  asVisitor(token: AccessToken): Promise<PostgrestClient>
}

export type DataApiOptions = {
  supabaseUrl: string
  publishableKey: string
  secretKey: string
  livemode: boolean
  /** Milliseconds that a call may take, asked at each call. */
  timeout: () => number
}

/** Speaks PostgREST. Calls nobody yet. */
export function createDataApi(options: DataApiOptions): DataApi {
  const connect = async (apikey: string, bearer: string | null): Promise<PostgrestClient> => {
    // The file that the package's name leads to: named so, tsconfig.json can lead Netlify's packager to it.
    const { PostgrestClient } = await import('@supabase/postgrest-js/dist/index.mjs')
    return new PostgrestClient(`${options.supabaseUrl}/rest/v1`, {
      headers: { apikey, ...(bearer !== null && { Authorization: `Bearer ${bearer}` }) },
      retry: false,
      // `redirect`: `apikey` would travel to wherever the answer leads.
      fetch: (url, init) =>
        fetchOnceMore(url, {
          ...init,
          redirect: 'error',
          signal: AbortSignal.timeout(options.timeout()),
        }),
    })
  }
  let server: Promise<PostgrestClient> | undefined
  // Only a legacy key is a token. https://supabase.com/docs/guides/api/api-keys
  const own = options.secretKey.startsWith('eyJ') ? options.secretKey : null
  const asServer = () => (server ??= connect(options.secretKey, own))
  return {
    livemode: options.livemode,
    asServer,
    asVisitor: (token) => connect(options.publishableKey, token),
    call: async (name, args) => unwrap(await (await asServer()).rpc(name, args), name),
  }
}

/**
 * A connection that slept while the function was frozen may be dead. All calls here may be repeated: a second
 * ticket is as good as the first, and a repeated record is at worst "overtaken", which is read again.
 */
async function fetchOnceMore(...request: Parameters<typeof fetch>): Promise<Response> {
  try {
    return await fetch(...request)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return fetch(...request)
  }
}

export type DataApiAnswer = {
  data: unknown
  error: { code?: string; message: string } | null
  status: number
}

/**
 * What an answer holds.
 * @param what the table or function that was asked, for the owner's log
 * @throws `database_unavailable`, or `config_missing` if a key is refused
 */
export function unwrap({ data, error, status }: DataApiAnswer, what: string): unknown {
  if (error === null) return data
  if (status === 401)
    throw new GatewayError(
      'config_missing',
      '"SUPABASE_PUBLISHABLE_KEY" or "SUPABASE_SECRET_KEY" is refused by the project',
    )
  // PGRST202, PGRST205, 42P01: nothing of that name; 42501: no grant.
  const isAbsent = ['PGRST202', 'PGRST205', '42P01', '42501'].includes(error.code ?? '')
  // A word of PostgREST's or Postgres's own; anything else there stays out of the log.
  const code = /^[A-Z0-9]{5,8}$/.exec(error.code ?? '')?.[0] ?? 'no code'
  throw new GatewayError(
    'database_unavailable',
    isAbsent
      ? `the database offers no "${what}" (${code}): run the migrations in supabase/migrations`
      : `the database failed at "${what}" (status ${status}, ${code})`,
    { cause: error },
  )
}
