import type { Identity } from '#local/supabase/as-role.ts'
import { visitor } from '../claims.ts'
import type { Database } from '../use-database.ts'

/** What a function about tokens, or a verb of credits, answers. */
export type Told = Record<string, unknown> & { outcome: string; token: string; id: string }

export const ada = 'ada@example.com'

/** Calls functions of the Data API by the names of what they are given. */
export function createCalls(database: Database) {
  async function call(
    name: string,
    args: Record<string, unknown>,
    ask: <Row>(sql: string, params: unknown[]) => Promise<Row[]>,
  ): Promise<Told> {
    const list = Object.keys(args).map((each, at) => `${each} => $${at + 1}`)
    const [row] = await ask<{ told: Told }>(
      `select ${name}(${list.join(', ')}) as told`,
      Object.values(args),
    )
    return row!.told
  }
  const as =
    (who: Identity) =>
    (name: string, args: Record<string, unknown> = {}) =>
      call(name, args, (sql, params) => database.as(who, sql, params))
  return {
    /** As somebody who proved this address a minute ago. */
    own: (name: string, args: Record<string, unknown> = {}, address = ada) =>
      as(visitor(address))(name, args),
    as,
    /** As the site's own back end. */
    server: (name: string, args: Record<string, unknown> = {}) =>
      call(name, args, (sql, params) => database.asServer(sql, params)),
    /** A token of ada's, made by the function that makes them. */
    async make(more: Record<string, unknown> = {}): Promise<Told> {
      return as(visitor(ada))('add_token', { name: 'an agent', ...more })
    },
  }
}

/** A line that the recorder would have made, of a test session; with its credits if it has some. */
export async function sell(
  database: Database,
  {
    source,
    line = source.replace(/^[a-z]+/, 'li'),
    credits = 0,
    product = 'prod_1',
    address = ada,
    customer = null,
    chain = null,
    live = true,
    until = 'infinity',
  }: {
    source: string
    line?: string
    credits?: number
    product?: string
    address?: string
    customer?: string | null
    chain?: string | null
    live?: boolean
    until?: string
  },
): Promise<void> {
  await database.asOwner(
    `insert into private.purchases
       (livemode, source, line, account_id, customer, product, status, starts_at, access_until, lot_until, granted,
         chain, last_ticket, read_ticket)
     values ($1, $2, $3, private.account_for($1, $4), $5, $6, 'paid', now() - interval '1 day', 'infinity',
       $7::timestamptz, $8, $9, 1, 1)`,
    [live, source, line, address, customer, product, until, credits, chain],
  )
}

/** Hands out the token of a purchase, as the return does. */
export async function handOut(
  database: Database,
  session: string,
  sources = [session],
  reference: string | null = null,
  live = true,
): Promise<string | null> {
  const [row] = await database.asOwner<{ token: string | null }>(
    'select private.hand_out_token($1, $2, $3, $4) as token',
    [live, session, reference, sources],
  )
  return row!.token
}
