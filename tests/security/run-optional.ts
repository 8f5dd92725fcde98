import type { PGlite } from '@electric-sql/pglite'
import { readFile } from 'node:fs/promises'

const folder = new URL('../../supabase/optional/', import.meta.url)

/** Runs a file of `supabase/optional` as the project's owner would. */
export async function runOptional(database: PGlite, name: string): Promise<void> {
  const sql = await readFile(new URL(name, folder), 'utf8')
  await asOwner(database, sql)
}

/** Runs statements as the project's owner: the SQL editor, and the undoing that a file names. */
export async function asOwner(database: PGlite, sql: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.exec('set local role project_owner')
    await transaction.exec(sql)
  })
}
