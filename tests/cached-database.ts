import type { PGlite } from '@electric-sql/pglite'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { Beginning } from '#local/supabase/database.ts'
import { openDatabase } from '#local/supabase/database.ts'

const root = new URL('../', import.meta.url)
const cache = new URL('node_modules/.cache/portal-gateway/', root)

/**
 * Opens a database of its own with this beginning. Making one takes seconds, loading it half a second: what was made
 * is kept beside the packages, under the hash of everything that it is made of.
 */
export async function openCachedDatabase(beginning: Beginning): Promise<PGlite> {
  const kind = Object.values(beginning).join('-')
  const name = `${kind}-${await hashSources()}.dump`
  const file = new URL(name, cache)
  const dump = await readFile(file).catch(() => null)
  if (dump !== null) return await openDatabase({ dump: new Blob([dump]) })

  const database = await openDatabase(beginning)
  const made = await database.dumpDataDir('none')
  await mkdir(cache, { recursive: true })
  // Another worker may write the same: the last rename wins, and nobody reads half a file.
  const draft = new URL(`${process.pid}-${kind}.draft`, cache)
  await writeFile(draft, made.stream())
  await rename(draft, file)
  for (const other of await readdir(cache)) {
    const isStale = other.startsWith(`${kind}-`) && other.endsWith('.dump') && other !== name
    if (isStale) await rm(new URL(other, cache), { force: true })
  }
  return database
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
