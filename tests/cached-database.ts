import type { PGlite } from '@electric-sql/pglite'
import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { Beginning } from '#local/supabase/database.ts'
import { openDatabase } from '#local/supabase/database.ts'

const root = new URL('../', import.meta.url)
const cache = new URL('node_modules/.cache/portal-gateway/', root)

/** Before a run: no test waits for a database to be made, and no two workers make the same one. */
export async function setup(): Promise<void> {
  await ensureDump({ era: 'granting', migrations: 'all' })
  await ensureDump({ era: 'withholding', migrations: 'all' })
  await ensureDump({ era: 'withholding', migrations: 'none' })
}

/** Opens a database of its own with this beginning. */
export async function openCachedDatabase(beginning: Beginning): Promise<PGlite> {
  const dump = await readFile(await ensureDump(beginning))
  return await openDatabase({ dump: new Blob([dump]) })
}

/**
 * The file of a database with this beginning. Making one takes seconds, loading it half a second: what was made is kept
 * beside the packages, under the hash of everything that it is made of.
 */
async function ensureDump(beginning: Beginning): Promise<URL> {
  const kind = Object.values(beginning).join('-')
  const name = `${kind}-${await hashSources()}.dump`
  const file = new URL(name, cache)
  const exists = await access(file).then(
    () => true,
    () => false,
  )
  if (exists) return file

  const database = await openDatabase(beginning)
  const dump = await database.dumpDataDir('none')
  await database.close()
  await mkdir(cache, { recursive: true })
  // Another run may write the same: the last rename wins, and nobody reads half a file.
  const draft = new URL(`${process.pid}-${kind}.draft`, cache)
  await writeFile(draft, dump.stream())
  await rename(draft, file)
  for (const other of await readdir(cache)) {
    const isStale = other.startsWith(`${kind}-`) && other.endsWith('.dump') && other !== name
    if (isStale) await rm(new URL(other, cache), { force: true })
  }
  return file
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of ['supabase/migrations/', 'local/supabase/surroundings/']) {
    for (const name of (await readdir(new URL(folder, root))).toSorted()) {
      hash.update(name).update(await readFile(new URL(folder + name, root)))
    }
  }
  const files = ['local/supabase/database.ts', 'node_modules/@electric-sql/pglite/package.json']
  for (const file of files) hash.update(await readFile(new URL(file, root)))
  return hash.digest('hex').slice(0, 16)
}
