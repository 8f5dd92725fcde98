import { literal } from '../database/sql-text.ts'
import type { SupabaseData } from '../services/supabase-data.ts'
import type { SupabaseProject } from '../services/supabase-management.ts'

/** A row of the table; `address`: the fold of its spelling, `null` of a tombstone. */
export type CustomerRow = {
  id: string
  email: string | null
  address: string | null
  livemode: boolean
  deleted: boolean
}

/** A user of Supabase Auth; times as Postgres writes them, `null`: never. */
export type AuthUser = {
  id: string
  audience: string | null
  createdAt: string | null
  confirmedAt: string | null
  lastSignInAt: string | null
  emailedAt: string | null
  bannedUntil: string | null
  deletedAt: string | null
  movedAt: string | null
  isSso: boolean
  hasPhone: boolean
  ways: string | null
}

/** A token as its maker sees it; `spendLimit`: `null`: none. Times as Postgres writes them. */
export type AccountToken = {
  name: string
  lastFour: string
  spendLimit: number | null
  spent: number
  expiresAt: string | null
  lastUsedOn: string | null
}

/** An account in credits, counted. */
export type CreditAccount = {
  id: string
  livemode: boolean
  /** What can be spent now, less what is owed. */
  balance: number
  owed: number
  /** Rows of what was sold and given; `open`: those that open something now; `undecided`: nobody knows what they grant. */
  purchases: number
  open: number
  undecided: number
  /** Charges of the last ninety days. */
  charges: number
  /** Those that are good now. */
  tokens: AccountToken[]
}

/** What the database has under one address. */
export type DatabasePerson = {
  rows: CustomerRow[]
  users: AuthUser[]
  /** Requests for links in the running ten minutes. */
  requests: { count: number; endsAt: string } | null
  accounts: CreditAccount[]
}

/** A column or an expression, folded as the table folds addresses. */
export function foldOf(expression: string): string {
  return `pg_catalog.lower(pg_catalog.btrim(${expression}) collate "C")`
}

/** As a role that can only read. @throws {ServiceError} */
export async function readDatabasePerson(
  project: SupabaseProject,
  fold: string,
): Promise<DatabasePerson> {
  const [found] = await project.query<{ person: DatabasePerson }>(`
    select pg_catalog.jsonb_build_object(
      'rows', (
        select coalesce(pg_catalog.jsonb_agg(${rowAsJson('c')} order by c.stripe_customer_id), '[]')
        from public.stripe_customers c where c.address = ${literal(fold)}
      ),
      'users', (
        select coalesce(pg_catalog.jsonb_agg(${userAsJson}), '[]')
        from (
          select id, pg_catalog.to_jsonb(users) as told from auth.users where ${foldOf('email')} = ${literal(fold)}
        ) u
      ),
      'requests', (
        select pg_catalog.jsonb_build_object(
          'count', r.requests, 'endsAt', r.window_started_at + interval '10 minutes'
        )
        from private.link_requests r
        where r.address = ${literal(fold)} and r.window_started_at > pg_catalog.now() - interval '10 minutes'
      ),
      'accounts', (
        select coalesce(pg_catalog.jsonb_agg(${accountAsJson} order by a.livemode desc), '[]')
        from private.accounts a
        cross join lateral (${soldTo('a.id')}) sold
        cross join lateral (
          select coalesce(pg_catalog.sum(c.owed), 0) as owed
          from private.charges c where coalesce(c.owed_by, c.account_id) = a.id and c.owed > 0
        ) debt
        where a.address = ${literal(fold)}
      )
    ) as person`)
  return found!.person
}

/** Rows of these customers, read with the secret key: an address would be written into Supabase's log of requests. */
export async function readRowsOf(
  data: SupabaseData,
  ids: readonly string[],
): Promise<CustomerRow[]> {
  const rows = ids.length === 0 ? [] : await data.findCustomerRows(ids)
  return rows.map(({ stripe_customer_id: id, ...row }) => ({ id, ...row }))
}

function rowAsJson(row: string): string {
  return `pg_catalog.jsonb_build_object('id', ${row}.stripe_customer_id, 'email', ${row}.email,
    'address', ${row}.address, 'livemode', ${row}.livemode, 'deleted', ${row}.deleted)`
}

/** By names in JSON: Supabase may add columns, and take some away. */
const userAsJson = `pg_catalog.jsonb_build_object(
  'id', u.id, 'audience', told -> 'aud', 'createdAt', told -> 'created_at',
  'confirmedAt', told -> 'email_confirmed_at', 'lastSignInAt', told -> 'last_sign_in_at',
  'emailedAt', greatest(told ->> 'confirmation_sent_at', told ->> 'recovery_sent_at'),
  'bannedUntil', told -> 'banned_until', 'deletedAt', told -> 'deleted_at',
  'movedAt', (select m.moved_at from private.address_moves m where m.user_id = u.id),
  'isSso', coalesce((told ->> 'is_sso_user')::boolean, false),
  'hasPhone', coalesce(told ->> 'phone', '') <> '',
  'ways', (select pg_catalog.string_agg(distinct i.provider, ', ') from auth.identities i where i.user_id = u.id)
)`

/** What the functions of the ledger add up, which this role may not call. */
function soldTo(account: string): string {
  return `
    select pg_catalog.count(*) as purchases,
      pg_catalog.count(*) filter (where p.access_until > pg_catalog.now()) as open,
      pg_catalog.count(*) filter (where p.granted is null) as undecided,
      coalesce(pg_catalog.sum(p.granted - p.revoked - p.spent) filter (
        where p.is_open and p.starts_at <= pg_catalog.now() and p.lot_until > pg_catalog.now()
      ), 0) as spendable
    from private.purchases p where p.account_id = ${account}`
}

const accountAsJson = `pg_catalog.jsonb_build_object(
  'id', a.id, 'livemode', a.livemode, 'balance', sold.spendable - debt.owed, 'owed', debt.owed,
  'purchases', sold.purchases, 'open', sold.open, 'undecided', sold.undecided,
  'charges', (select pg_catalog.count(*) from private.charges c where c.account_id = a.id),
  'tokens', (
    select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'name', t.name, 'lastFour', t.last_four, 'spendLimit', t.spend_limit, 'spent', t.spent,
      'expiresAt', t.expires_at, 'lastUsedOn', t.last_used_on
    ) order by t.made_at), '[]')
    from private.api_tokens t
    where t.account_id = a.id and t.ended_at is null
      and (t.expires_at is null or t.expires_at > pg_catalog.now())
  )
)`
