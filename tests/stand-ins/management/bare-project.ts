import type { PGlite } from '@electric-sql/pglite'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import type {
  ManagementControls,
  ManagementStandIn,
} from '#tests/stand-ins/management/supabase/index.ts'
import { startManagementStandIn } from '#tests/stand-ins/management/supabase/index.ts'
import { openDatabase, type Beginning } from '#local/supabase/database.ts'
import { startSupabaseStandIn, type SupabaseStandIn } from '#local/supabase/index.ts'
import { stockSiteUrl } from '#local/supabase/stock-settings.ts'

const root = new URL('../../../', import.meta.url)
const cache = new URL('node_modules/.cache/portal-gateway/', root)

type BareProject = { supabase: SupabaseStandIn; management: ManagementStandIn }

let opened: Promise<PGlite> | undefined
let standing: BareProject | undefined

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
  now,
  ...controls
}: Beginning & {
  legacy?: boolean
  now?: () => number
} & Partial<ManagementControls> = {}): Promise<BareProject> {
  await closeStanding()
  const database = await (opened ??= openFromDump())
  const clock = now === undefined ? {} : { now }
  const settings = { settings: 'stock', siteUrl: stockSiteUrl, legacy } as const
  const supabase = await startSupabaseStandIn({ ...settings, ...clock, database })
  await supabase.wipe({ era, migrations, handMade })
  const management = await startManagementStandIn({ supabase, ...clock })
  management.control(controls)
  standing = { supabase, management }
  return standing
}

/** Closes what `bareProject` opened, the gigabyte of the database first of all. */
export async function closeBareProject(): Promise<void> {
  await closeStanding()
  const database = await opened
  opened = undefined
  await database?.close()
}

async function closeStanding(): Promise<void> {
  await standing?.management.close()
  await standing?.supabase.close()
  standing = undefined
}

// Kept beside the packages under the hash of everything it is made of, as the other tests' database is.
async function openFromDump(): Promise<PGlite> {
  const name = `bare-${await fingerprint()}.dump`
  const file = new URL(name, cache)
  const dump = await readFile(file).catch(() => null)
  if (dump !== null) return await openDatabase({ dump: new Blob([dump]) })

  const database = await openDatabase({ migrations: 'none' })
  const made = await database.dumpDataDir('none')
  await mkdir(cache, { recursive: true })
  const draft = new URL(`${process.pid}-bare.draft`, cache)
  await writeFile(draft, made.stream())
  await rename(draft, file)
  for (const other of await readdir(cache)) {
    const isStale = other.startsWith('bare-') && other.endsWith('.dump') && other !== name
    if (isStale) await rm(new URL(other, cache), { force: true })
  }
  return database
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  const folder = new URL('local/supabase/surroundings/', root)
  for (const name of (await readdir(folder)).toSorted()) {
    hash.update(name).update(await readFile(new URL(name, folder)))
  }
  const files = ['local/supabase/database.ts', 'node_modules/@electric-sql/pglite/package.json']
  for (const file of files) hash.update(await readFile(new URL(file, root)))
  return hash.digest('hex').slice(0, 16)
}
