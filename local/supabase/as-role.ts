import type { PGlite, Results, Transaction } from '@electric-sql/pglite'

export type Identity = { role: string; claims?: Record<string, unknown> }

/**
 * Makes the rest of a transaction run as Supabase's Data API runs it, with the token's role and claims. Only the three
 * roles are allowed that the API's own login may become; as there, any other is refused with 42501.
 */
export async function becomeRole(transaction: Transaction, { role, claims }: Identity) {
  const allowed = await transaction.query<{ allowed: boolean }>(
    `select coalesce((select pg_has_role('authenticator', oid, 'set') from pg_roles where rolname = $1), false) as allowed`,
    [role],
  )
  if (!allowed.rows[0]?.allowed) {
    throw Object.assign(new Error(`permission denied to set role "${role}"`), { code: '42501' })
  }
  await transaction.query(
    `select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)`,
    [JSON.stringify(claims ?? { role }), role],
  )
}

/** Runs one statement in a transaction of its own as that role with those claims. */
export async function asRole<Row = Record<string, unknown>>(
  database: PGlite,
  identity: Identity,
  sql: string,
  params: unknown[] = [],
): Promise<Results<Row>> {
  return await database.transaction(async (transaction) => {
    await becomeRole(transaction, identity)
    return await transaction.query<Row>(sql, params)
  })
}
