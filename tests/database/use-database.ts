import type { PGlite } from '@electric-sql/pglite'
import { beforeAll, beforeEach } from 'vitest'
import type { Identity } from '#local/supabase/as-role.ts'
import { asRole } from '#local/supabase/as-role.ts'
import type { Era } from '#local/supabase/database.ts'
import { sharedDatabase } from '#tests/shared-supabase.ts'
import { server } from './claims.ts'

/** What a role of the Data API, or the database's owner, is answered: the rows. */
export type Database = {
  as<Row>(identity: Identity, sql: string, params?: unknown[]): Promise<Row[]>
  asServer<Row>(sql: string, params?: unknown[]): Promise<Row[]>
  asOwner<Row>(sql: string, params?: unknown[]): Promise<Row[]>
  /** The connection itself. */
  pglite(): PGlite
}

/** The one database of this worker, emptied: before each test, or `once` for a group that changes nothing. */
export function useDatabase(emptied: 'each' | 'once' = 'each', era?: Era): Database {
  let pglite: PGlite
  const open = async () => {
    pglite = await sharedDatabase(era)
  }
  if (emptied === 'each') beforeEach(open)
  else beforeAll(open)
  const as: Database['as'] = async <Row>(identity: Identity, sql: string, params?: unknown[]) =>
    (await asRole<Row>(pglite, identity, sql, params)).rows
  return {
    as,
    asServer: (sql, params) => as(server, sql, params),
    asOwner: async <Row>(sql: string, params?: unknown[]) =>
      (await pglite.query<Row>(sql, params)).rows,
    pglite: () => pglite,
  }
}
