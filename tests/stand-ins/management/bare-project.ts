import type { PGlite } from '@electric-sql/pglite'
import type { Beginning } from '#local/supabase/database.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { startSupabaseStandIn } from '#local/supabase/index.ts'
import { stockSiteUrl } from '#local/supabase/settings.ts'
import { openCachedDatabase } from '#tests/cached-database.ts'
import type { ManagementControls, ManagementStandIn } from './supabase/index.ts'
import { startManagementStandIn } from './supabase/index.ts'

type BareProject = { supabase: SupabaseStandIn; management: ManagementStandIn }

let opened: Promise<PGlite> | undefined
let current: BareProject | undefined

/**
 * A project that Supabase has just made, and the API that manages it: stock settings, none of our migrations unless
 * told otherwise. There is one at a time in a test worker; the former one closes. Call `closeBareProject` in
 * `afterAll`.
 */
export async function bareProject({
  era = 'withholding',
  migrations = 'none',
  handMade = false,
  legacy = false,
  ...controls
}: Beginning & { legacy?: boolean } & Partial<ManagementControls> = {}): Promise<BareProject> {
  await closeCurrent()
  opened ??= openCachedDatabase({ era: 'withholding', migrations: 'none' })
  const database = await opened
  const supabase = await startSupabaseStandIn({
    settings: 'stock',
    siteUrl: stockSiteUrl,
    legacy,
    database,
  })
  await supabase.wipe({ era, migrations, handMade })
  const management = await startManagementStandIn(supabase)
  management.control(controls)
  current = { supabase, management }
  return current
}

/** Closes what `bareProject` opened, the gigabyte of the database first of all. */
export async function closeBareProject(): Promise<void> {
  await closeCurrent()
  const database = await opened
  opened = undefined
  await database?.close()
}

async function closeCurrent(): Promise<void> {
  await current?.management.close()
  await current?.supabase.close()
  current = undefined
}
