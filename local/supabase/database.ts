import { PGlite } from '@electric-sql/pglite'
import { readdir, readFile } from 'node:fs/promises'

/** `granting`: projects made before 30 May 2026. `withholding`: later ones, whose new tables belong to nobody. */
export type Era = 'granting' | 'withholding'

const surroundings = new URL('./surroundings/', import.meta.url)
const migrations = new URL('../../supabase/migrations/', import.meta.url)

/**
 * A Postgres in this process with Supabase's roles, its `auth` schema and the project's real migrations.
 * Takes seconds and about 1 GB; from a dump (`database.dumpDataDir('none')`) half a second.
 * Close it: an open one keeps Node alive.
 */
export async function openDatabase(options: { era?: Era; dump?: Blob } = {}): Promise<PGlite> {
  if (options.dump !== undefined) return await PGlite.create({ loadDataDir: options.dump })

  const database = await PGlite.create()
  await runAs(database, 'postgres', await readSql(surroundings, 'roles.sql'))
  await runAs(database, 'postgres', await readSql(surroundings, 'auth.sql'))
  if (options.era !== 'withholding') {
    await runAs(database, 'postgres', await readSql(surroundings, 'granting.sql'))
  }
  const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql'))
  for (const name of names.toSorted()) {
    await runAs(database, 'project_owner', await readSql(migrations, name))
  }
  return database
}

/** Empties every table of the project and of Supabase Auth. The ticket sequence goes on: it never goes back. */
export async function emptyTables(database: PGlite): Promise<void> {
  const { rows } = await database.query<{ statements: string }>(
    `select coalesce(string_agg(format('delete from %I.%I', schemaname, tablename), ';'), '') as statements
     from pg_tables where schemaname in ('public', 'private', 'auth')`,
  )
  await database.transaction(async (transaction) => {
    // In any order, without triggers; `truncate` takes six times as long.
    await transaction.exec('set local session_replication_role = replica')
    await transaction.exec(rows[0]!.statements)
  })
}

async function runAs(database: PGlite, role: string, sql: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.exec(`set local role ${role}`)
    await transaction.exec(sql)
  })
}

async function readSql(folder: URL, name: string): Promise<string> {
  return await readFile(new URL(name, folder), 'utf8')
}
