import type { PGlite } from '@electric-sql/pglite'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { emptyTables, openDatabase, type Era } from '#local/supabase/database.ts'
import { startSupabaseStandIn, type SupabaseStandIn } from '#local/supabase/index.ts'

export const siteUrl = 'http://127.0.0.1:8888/'

const root = new URL('../', import.meta.url)
const dumps = new URL('node_modules/.cache/portal-gateway/', root)
const opened = new Map<Era, Promise<PGlite>>()
let started: Promise<SupabaseStandIn> | undefined

/** The one database of this test worker, emptied. A test that asks for it owns it until the next one asks. */
export async function sharedDatabase(era: Era = 'granting'): Promise<PGlite> {
  const promise = opened.get(era) ?? openFromDump(era)
  opened.set(era, promise)
  const database = await promise
  await emptyTables(database)
  return database
}

/** The one stand-in of this test worker: no rows, no people, no mails, fair weather. Ask again before each test. */
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

// Making the database takes seconds, loading it half a second: it is kept beside the packages under the hash of
// everything it is made of.
async function openFromDump(era: Era): Promise<PGlite> {
  const name = `${era}-${await fingerprint(era)}.dump`
  const file = new URL(name, dumps)
  const dump = await readFile(file).catch(() => null)
  if (dump !== null) return await openDatabase({ dump: new Blob([dump]) })

  const database = await openDatabase({ era })
  const made = await database.dumpDataDir('none')
  await mkdir(dumps, { recursive: true })
  // Another worker may write the same: whoever renames last wins, and nobody reads half a file.
  const draft = new URL(`${process.pid}-${era}.draft`, dumps)
  await writeFile(draft, made.stream())
  await rename(draft, file)
  for (const other of await readdir(dumps)) {
    const isStale = other.startsWith(`${era}-`) && other.endsWith('.dump') && other !== name
    if (isStale) await rm(new URL(other, dumps), { force: true })
  }
  return database
}

async function fingerprint(era: Era): Promise<string> {
  const hash = createHash('sha256').update(era)
  const folders = ['supabase/migrations/', 'local/supabase/surroundings/']
  for (const folder of folders) {
    for (const name of (await readdir(new URL(folder, root))).toSorted()) {
      hash.update(name).update(await readFile(new URL(folder + name, root)))
    }
  }
  const files = ['local/supabase/database.ts', 'node_modules/@electric-sql/pglite/package.json']
  for (const file of files) hash.update(await readFile(new URL(file, root)))
  return hash.digest('hex').slice(0, 16)
}
