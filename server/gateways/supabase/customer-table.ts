import type { PostgrestClient } from '@supabase/postgrest-js'
import { GatewayError } from '../../errors.ts'
import type { CustomerRead } from '../../rules/customer.ts'
import type { SyncState } from '../../rules/sync/sync-state.ts'
import { parseSyncState, formatSyncState } from '../../rules/sync/sync-state.ts'

/** A row that row-level security lets the visitor see. */
export type OwnRow = { id: string; email: string }

/** A row as it stands, whoever may see it. */
export type StandingRow = { id: string; email: string | null; deleted: boolean }

/** Live customers of our mode; those that nobody can reach have no address, or one that is not ASCII. */
export type CustomerCounts = {
  customers: number
  addresses: number
  sharedAddresses: number
  unreachable: number
}

export type UnmetPage = { ids: string[]; reached: string | null }

export type RecordOutcome = 'recorded' | 'overtaken' | 'deleted'

/**
 * The table `stripe_customers` and what stands beside it, through Supabase's Data API.
 * Every call: @throws `database_unavailable`, or `config_missing` where a key is refused.
 */
export type CustomerTable = {
  /** The visitor's live customers of our mode, read with his own token. @throws also `token_invalid` */
  listOwn(token: string): Promise<OwnRow[]>
  /** Counts one request of the address. Seconds to wait; 0: go on. */
  countRequest(address: string): Promise<number>
  /** Draw it before asking Stripe. */
  takeReadTicket(): Promise<number>
  /** Writes what Stripe said, and tells per id what became of it. */
  record(reads: CustomerRead[], ticket: number): Promise<Map<string, RecordOutcome>>
  /**
   * Ids of live rows of our mode, in order, that were last written before the ticket was drawn. `reached`: the id
   * after which to go on, also where none was found among the rows looked at; `null`: there are no more rows.
   */
  listUnmet(page: { ticket: number; after: string; limit: number }): Promise<UnmetPage>
  /** These rows, as far as they are there. */
  listRows(ids: string[]): Promise<StandingRow[]>
  countCustomers(): Promise<CustomerCounts>
  readSyncState(): Promise<SyncState>
  saveSyncState(state: SyncState): Promise<void>
  /** Forgets the addresses whose ten minutes of counting are over. */
  clearRequestCounts(): Promise<void>
}

type Options = {
  supabaseUrl: string
  publishableKey: string
  secretKey: string
  livemode: boolean
  /** Milliseconds that a call may take, asked at each call. */
  timeout: () => number
}

/** Speaks PostgREST. The secret key writes; a visitor's read goes out with the visitor's token and the public key. */
export function createCustomerTable(options: Options): CustomerTable {
  const connect = async (apikey: string, bearer: string): Promise<PostgrestClient> => {
    // The file that the package's name leads to: named so, tsconfig.json can lead Netlify's packager to it.
    const { PostgrestClient } = await import('@supabase/postgrest-js/dist/index.mjs')
    return new PostgrestClient(`${options.supabaseUrl}/rest/v1`, {
      headers: { apikey, Authorization: `Bearer ${bearer}` },
      retry: false,
      fetch: (url, init) =>
        fetchOnceMore(url, { ...init, signal: AbortSignal.timeout(options.timeout()) }),
    })
  }
  let server: Promise<PostgrestClient> | undefined
  const asServer = () => (server ??= connect(options.secretKey, options.secretKey))

  async function call(name: string, args: Record<string, unknown>): Promise<unknown> {
    return unwrap(await (await asServer()).rpc(name, args), name)
  }

  return {
    async listOwn(token) {
      const client = await connect(options.publishableKey, token)
      const answer = await client
        .from('stripe_customers')
        .select('stripe_customer_id,email')
        .eq('livemode', options.livemode)
        .order('stripe_customer_id')
      if (answer.error?.code === 'PGRST301' || answer.error?.code === 'PGRST303')
        throw new GatewayError('token_invalid', "the Data API refused the visitor's token")
      return asArray(unwrap(answer, 'stripe_customers'), 'stripe_customers').map((row) => ({
        id: asString(row.stripe_customer_id, 'stripe_customers'),
        email: asString(row.email, 'stripe_customers'),
      }))
    },
    async countRequest(address) {
      return asNumber(
        await call('count_link_request', { of_address: address }),
        'count_link_request',
      )
    },
    async takeReadTicket() {
      return asNumber(await call('take_read_ticket', {}), 'take_read_ticket')
    },
    async record(reads, ticket) {
      const rows = asArray(await call('record_customers', { reads, ticket }), 'record_customers')
      return new Map(
        rows.map(({ stripe_customer_id, outcome }) => [
          asString(stripe_customer_id, 'record_customers'),
          asString(outcome, 'record_customers') as RecordOutcome,
        ]),
      )
    },
    async listUnmet({ ticket, after, limit }) {
      const name = 'list_unmet_customers'
      const question = {
        mode: options.livemode,
        before_ticket: ticket,
        after_id: after,
        most: limit,
      }
      const [row] = asArray(await call(name, question), name)
      const ids = row?.stripe_customer_ids
      if (!Array.isArray(ids)) throw odd(name)
      return {
        ids: ids.map((id) => asString(id, name)),
        reached: row?.reached === null ? null : asString(row?.reached, name),
      }
    },
    async listRows(ids) {
      const answer = await (
        await asServer()
      )
        .from('stripe_customers')
        .select('stripe_customer_id,email,deleted')
        .in('stripe_customer_id', ids)
      return asArray(unwrap(answer, 'stripe_customers'), 'stripe_customers').map((row) => ({
        id: asString(row.stripe_customer_id, 'stripe_customers'),
        email: typeof row.email === 'string' ? row.email : null,
        deleted: row.deleted === true,
      }))
    },
    async countCustomers() {
      const name = 'count_customers'
      const [row] = asArray(await call(name, { mode: options.livemode }), name)
      return {
        customers: asNumber(row?.customers, name),
        addresses: asNumber(row?.addresses, name),
        sharedAddresses: asNumber(row?.shared_addresses, name),
        unreachable: asNumber(row?.unreachable, name),
      }
    },
    async readSyncState() {
      const answer = await (
        await asServer()
      )
        .from('sync_state')
        .select('*')
        .eq('livemode', options.livemode)
      return parseSyncState(asArray(unwrap(answer, 'sync_state'), 'sync_state')[0])
    },
    async saveSyncState(state) {
      await call('save_sync_state', { mode: options.livemode, state: formatSyncState(state) })
    },
    async clearRequestCounts() {
      await call('clear_link_requests', {})
    },
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

type Answer = { data: unknown; error: { code?: string; message: string } | null; status: number }

function unwrap({ data, error, status }: Answer, what: string): unknown {
  if (error === null) return data
  if (status === 401)
    throw new GatewayError(
      'config_missing',
      '"SUPABASE_PUBLISHABLE_KEY" or "SUPABASE_SECRET_KEY" is refused by the project',
    )
  // PGRST202, PGRST205, 42P01: nothing of that name; 42501: no grant.
  const absent = ['PGRST202', 'PGRST205', '42P01', '42501'].includes(error.code ?? '')
  // A word of PostgREST's or Postgres's own; whatever else stands there stays out of the log.
  const code = /^[A-Z0-9]{5,8}$/.exec(error.code ?? '')?.[0] ?? 'no code'
  throw new GatewayError(
    'database_unavailable',
    absent
      ? `the database offers no "${what}" (${code}): run the migrations in supabase/migrations`
      : `the database failed at "${what}" (status ${status}, ${code})`,
    { cause: error },
  )
}

function odd(what: string): GatewayError {
  return new GatewayError(
    'database_unavailable',
    `the database answered "${what}" in another shape`,
  )
}

function asArray(value: unknown, what: string): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw odd(what)
  return value as Record<string, unknown>[]
}

function asString(value: unknown, what: string): string {
  if (typeof value !== 'string') throw odd(what)
  return value
}

function asNumber(value: unknown, what: string): number {
  if (typeof value !== 'number') throw odd(what)
  return value
}
