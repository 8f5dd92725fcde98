import { PGlite } from '@electric-sql/pglite'
import { readdir, readFile } from 'node:fs/promises'

/** `granting`: projects made before 30 May 2026. `withholding`: later ones, whose new tables are open to nobody. */
export type Era = 'granting' | 'withholding'

/** What a project already has. */
export type Beginning = {
  era?: Era
  /** All of them unless told otherwise; a number is how many of the first. */
  migrations?: 'all' | 'none' | number
  /** A `stripe_customers` made by hand is in the way of the migrations. */
  handMade?: boolean
}

const surroundings = new URL('./surroundings/', import.meta.url)
const migrations = new URL('../../supabase/migrations/', import.meta.url)

/**
 * A Postgres in this process with Supabase's roles and schemas and, unless told otherwise, the project's real
 * migrations. Takes seconds and about 1 GB; from a dump (`database.dumpDataDir('none')`) half a second. Close it: an
 * open one keeps Node alive.
 */
export async function openDatabase(options: Beginning & { dump?: Blob } = {}): Promise<PGlite> {
  if (options.dump !== undefined) return await PGlite.create({ loadDataDir: options.dump })

  const database = await PGlite.create()
  for (const name of ['roles.sql', 'auth.sql', 'schemas.sql']) {
    await runAs(database, 'postgres', await readSql(surroundings, name))
  }
  await beginPublic(database, options)
  return database
}

/** Back to what Supabase hands out: no schema of ours, nothing of ours in its own, no rows. Then this beginning. */
export async function wipeDatabase(database: PGlite, beginning: Beginning): Promise<void> {
  await emptyTables(database)
  const ours = await database.query<{ statement: string }>(
    `select format('drop trigger %I on auth.%I', tgname, relname) as statement
     from pg_trigger join pg_class on pg_class.oid = tgrelid
     where not tgisinternal and relnamespace = 'auth'::regnamespace
     union all
     select format('drop schema %I cascade', nspname) from pg_namespace
     where nspname !~ '^pg_' and nspname not in ('information_schema', 'auth', 'storage', 'extensions')`,
  )
  await runAs(database, 'postgres', ours.rows.map(({ statement }) => statement).join(';'))
  await runAs(database, 'postgres', 'create schema public; grant usage on schema public to public;')
  await beginPublic(database, beginning)
}

/** Empties every table of the project and of Supabase Auth. The ticket sequence goes on, as it never goes back. */
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

async function beginPublic(database: PGlite, beginning: Beginning): Promise<void> {
  await runAs(database, 'postgres', await readSql(surroundings, 'public.sql'))
  if (beginning.era !== 'withholding') {
    await runAs(database, 'postgres', await readSql(surroundings, 'granting.sql'))
  }
  if (beginning.handMade) {
    await runAs(database, 'project_owner', await readSql(surroundings, 'hand-made.sql'))
  }
  for (const name of await listMigrations(beginning.migrations ?? 'all')) {
    await runAs(database, 'project_owner', await readSql(migrations, name))
  }
}

async function listMigrations(wanted: 'all' | 'none' | number): Promise<string[]> {
  const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).toSorted()
  if (wanted === 'all') return names
  return names.slice(0, wanted === 'none' ? 0 : wanted)
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
