import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutant.ts'

export type Source = { path: string; text: string }

/** What the server, its database, the page and what owners copy are made of, below a folder. */
export function readSources(folder: string): Source[] {
  return globSync('{server,supabase,spend,web}/**/*.{ts,sql}', { cwd: folder })
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => ({ path: join(folder, path), text: readFileSync(join(folder, path), 'utf8') }))
}

/** Where a defense is. @throws if it is not in exactly one place */
export function findPlace(
  { defense, out }: Pick<Mutant, 'defense' | 'out'>,
  sources: Source[],
): Source {
  const found = newest(sources.filter(({ text }) => text.includes(out)))
  const [only] = found
  if (only === undefined || found.length > 1 || only.text.split(out).length > 2)
    throw new Error(
      `The defense "${defense}" is no longer in exactly one place of server/, supabase/, spend/ or web/ in these words:\n${out}`,
    )
  return only
}

/** A function that a later migration makes again counts there: the earlier text runs no more. */
function newest(found: Source[]): Source[] {
  const isMigration = ({ path }: Source) => path.includes('/supabase/migrations/')
  if (found.length === 0 || !found.every(isMigration)) return found
  return found.toSorted((one, other) => (one.path < other.path ? -1 : 1)).slice(-1)
}
