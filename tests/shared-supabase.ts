import type { PGlite } from '@electric-sql/pglite'
import type { Era } from '#local/supabase/database.ts'
import { emptyTables } from '#local/supabase/database.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { startSupabaseStandIn } from '#local/supabase/index.ts'
import { openCachedDatabase } from './cached-database.ts'

export const siteUrl = 'http://127.0.0.1:8888/'

const opened = new Map<Era, Promise<PGlite>>()
let started: Promise<SupabaseStandIn> | undefined

/** The one database of this test worker, emptied. A test that asks for it owns it until the next one asks. */
export async function sharedDatabase(era: Era = 'granting'): Promise<PGlite> {
  const promise = opened.get(era) ?? openCachedDatabase({ era, migrations: 'all' })
  opened.set(era, promise)
  const database = await promise
  await emptyTables(database)
  return database
}

/** The one stand-in of this test worker: no rows, no users, no emails, no faults. Ask again before each test. */
export async function sharedSupabase(): Promise<SupabaseStandIn> {
  const database = await sharedDatabase()
  started ??= startSupabaseStandIn({ siteUrl, database })
  const supabase = await started
  supabase.inbox.clear()
  supabase.resetControl()
  supabase.resetCalls()
  supabase.setSiteUrl(siteUrl)
  return supabase
}
