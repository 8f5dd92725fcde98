import { askProject, codeIn, parse, refusal } from './wire/ask-project.ts'
import { createPatience } from './wire/patience.ts'

/** Public settings of Auth, as anyone may read them. */
export type PublicAuthSettings = {
  mailer_autoconfirm?: unknown
  disable_signup?: unknown
  external?: Record<string, unknown>
  saml_enabled?: unknown
  passkeys_enabled?: unknown
}

/** Customers of one mode, as the database counts them. */
export type TableCounts = {
  customers: number
  addresses: number
  sharedAddresses: number
  unreachable: number
}

/** A row of `stripe_customers`. */
export type TableRow = {
  stripe_customer_id: string
  email: string | null
  address: string | null
  livemode: boolean
  deleted: boolean
}

/** What is kept in step by itself; the customers' place also tells when the clock last ran. */
export type Subject = 'customers' | 'catalogue'

/** How far the synchronization has come; times in milliseconds since 1970. */
export type SyncPlace = { passedAt: number | null; updatedAt: number }

/**
 * The Supabase project as our two keys see it, through its Data API and Auth. Changes nothing.
 * Every call: @throws {ServiceError}; 401: the key is refused; `code` is PostgREST's or Postgres's word.
 */
export type SupabaseData = {
  readAuthSettings(): Promise<PublicAuthSettings>
  /** Algorithms of the keys that sign sign-ins; empty if a shared secret does. */
  listSigningAlgorithms(): Promise<string[]>
  /** The status of a read with only the publishable key: 200 means that anyone may read it. */
  readAsStranger(table: string): Promise<{ status: number; code: string | null }>
  countCustomers(livemode: boolean): Promise<TableCounts>
  findSyncPlace(livemode: boolean, subject?: Subject): Promise<SyncPlace | null>
  /** Ids of the prices that are on offer, at most a thousand. */
  listOfferedPrices(livemode: boolean): Promise<string[]>
  /** At most three hundred. */
  findCustomerRows(ids: readonly string[]): Promise<TableRow[]>
  /** Webhooks that wait for the clock; `since` in milliseconds since 1970, `null`: none waits. */
  countKeptLetters(livemode: boolean): Promise<{ letters: number; since: number | null }>
  /** Supabase's clock less ours, in seconds. */
  readClockSkew(): Promise<number>
}

/** @param project.url without a slash at the end */
export function readSupabaseData(
  project: { url: string; publishableKey: string | null; secretKey: string | null },
  now: () => number,
  patience = createPatience(),
): SupabaseData {
  const { ask, read } = askProject(project, patience)
  return {
    readAuthSettings: async () =>
      (await read('publishable', '/auth/v1/settings')) as PublicAuthSettings,
    async listSigningAlgorithms() {
      const { keys } = (await read('publishable', '/auth/v1/.well-known/jwks.json')) as {
        keys?: { alg?: string; kty?: string }[]
      }
      return (keys ?? []).map(({ alg, kty }) => alg ?? kty ?? 'unknown')
    },
    async readAsStranger(table) {
      const path = `/rest/v1/${table}`
      const response = await ask('publishable', `${path}?select=*&limit=1`)
      const body = await parse(response)
      // What is no list of rows says nothing of who may read them.
      if (response.ok && !Array.isArray(body)) throw refusal(response, { at: `GET ${path}`, body })
      return { status: response.status, code: codeIn(body) }
    },
    async countCustomers(livemode) {
      const rows = (await read('secret', '/rest/v1/rpc/count_customers', {
        method: 'POST',
        body: JSON.stringify({ mode: livemode }),
      })) as Record<string, unknown>[]
      return {
        customers: Number(rows[0]?.customers),
        addresses: Number(rows[0]?.addresses),
        sharedAddresses: Number(rows[0]?.shared_addresses),
        unreachable: Number(rows[0]?.unreachable),
      }
    },
    async findSyncPlace(livemode, subject = 'customers') {
      const path = `/rest/v1/sync_state?select=passed_at,updated_at&livemode=eq.${livemode}&subject=eq.${subject}`
      const [row] = (await read('secret', path)) as { passed_at: string; updated_at: string }[]
      if (row === undefined) return null
      return {
        passedAt: row.passed_at === null ? null : Date.parse(row.passed_at),
        updatedAt: Date.parse(row.updated_at),
      }
    },
    async listOfferedPrices(livemode) {
      const path = `/rest/v1/stripe_prices?select=stripe_price_id&livemode=eq.${livemode}&is_offered=is.true&active=is.true`
      const rows = (await read('secret', path)) as { stripe_price_id: string }[]
      return rows.map(({ stripe_price_id: id }) => id)
    },
    async findCustomerRows(ids) {
      const columns = 'stripe_customer_id,email,address,livemode,deleted'
      const rows: TableRow[] = []
      // Ids travel in the URL.
      for (let place = 0; place < ids.length; place += 25) {
        const part = ids.slice(place, place + 25).map(encodeURIComponent)
        const path = `/rest/v1/stripe_customers?select=${columns}&stripe_customer_id=in.(${part.join(',')})`
        rows.push(...((await read('secret', path)) as TableRow[]))
      }
      return rows
    },
    async countKeptLetters(livemode) {
      const [row] = (await read('secret', '/rest/v1/rpc/count_kept_letters', {
        method: 'POST',
        body: JSON.stringify({ mode: livemode }),
      })) as { letters: number; kept_since: string | null }[]
      const since = row?.kept_since ?? null
      return { letters: Number(row?.letters), since: since === null ? null : Date.parse(since) }
    },
    async readClockSkew() {
      const date = Date.parse(
        (await ask('publishable', '/auth/v1/settings')).headers.get('date') ?? '',
      )
      return Number.isNaN(date) ? 0 : (date - now()) / 1000
    },
  }
}
