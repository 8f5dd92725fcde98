import { aside } from './database-state.ts'
import type { Migration } from './migrations.ts'
import { objectsOf, tablesOf } from './migrations.ts'
import { literal, quoted } from './sql-text.ts'
import type { SupabaseProject } from '../services/supabase-management.ts'

/** What the migrations have made, as far as it is there. */
export type MadeObjects = {
  /** With what is in them. */
  tables: { name: string; rows: number }[]
  views: string[]
  sequences: string[]
  /** With their arguments; a trigger's function takes its triggers with it, and one that takes rows is in a table's way. */
  functions: { signature: string; isTrigger: boolean; takesRows: boolean }[]
  /** Versions of ours on the project's list. */
  versions: string[]
  /** Tables of the owner's that setup has renamed. */
  asides: string[]
}

type MadeRow = { kind: string; name: string; is_trigger: boolean; takes_rows: boolean }

/** Functions that setup makes beside the migrations. */
const optional = ['private.keep_address']

/** Changes nothing. @throws {ServiceError} */
export async function readMadeObjects(
  project: SupabaseProject,
  migrations: readonly Migration[],
): Promise<MadeObjects> {
  const names = quoted([...migrations.flatMap(objectsOf), ...optional])
  const rows = await project.query<MadeRow>(`
    select case c.relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end as kind,
      n.nspname || '.' || c.relname as name, false as is_trigger, false as takes_rows
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname in (${names}) and c.relkind in ('r', 'v', 'S')
    union all
    select 'function',
      pg_catalog.format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)),
      p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype,
      exists (
        select from pg_catalog.pg_type t
        where t.typrelid <> 0 and (t.oid = p.prorettype or t.oid = any (p.proargtypes))
      )
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname || '.' || p.proname in (${names})
    union all
    select 'aside', c.relname, false, false
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and pg_catalog.starts_with(c.relname, '${aside}')
    union all
    select 'history', 'schema_migrations', false, false
    where pg_catalog.to_regclass('supabase_migrations.schema_migrations') is not null`)
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  const tables = of('table')
    .map(({ name }) => name)
    .toSorted()
  return {
    tables: await countRows(project, tables),
    views: of('view').map(({ name }) => name),
    sequences: of('sequence').map(({ name }) => name),
    functions: of('function').map((row) => ({
      signature: row.name,
      isTrigger: row.is_trigger,
      takesRows: row.takes_rows,
    })),
    versions: of('history').length === 0 ? [] : await readVersions(project, migrations),
    asides: of('aside').map(({ name }) => name),
  }
}

async function countRows(project: SupabaseProject, tables: readonly string[]) {
  if (tables.length === 0) return []
  const counts = tables.map(
    (name) => `select ${literal(name)} as name, pg_catalog.count(*)::int as rows from ${name}`,
  )
  return project.query<{ name: string; rows: number }>(
    `${counts.join('\nunion all\n')}\norder by name`,
  )
}

async function readVersions(project: SupabaseProject, migrations: readonly Migration[]) {
  const versions = quoted(migrations.map(({ version }) => version))
  const rows = await project.query<{ version: string }>(
    `select version from supabase_migrations.schema_migrations where version in (${versions})`,
  )
  return rows.map(({ version }) => version)
}

/**
 * What drops all of it, in one transaction. Whatever the owner has built on a table keeps that table, and so all of it;
 * what triggers of ours do at Supabase Auth goes with their functions.
 */
export function dropStatements(made: MadeObjects, migrations: readonly Migration[]): string[] {
  const { views, sequences, functions, versions, asides } = made
  const own = tablesOf(migrations)
  const tables = made.tables.map(({ name }) => name).filter((name) => own.includes(name))
  const ofRows = functions.filter(({ takesRows }) => takesRows)
  const plain = functions.filter(({ isTrigger, takesRows }) => !isTrigger && !takesRows)
  const [former, ...others] = asides
  return [
    ...(views.length > 0 ? [`drop view ${views.join(', ')};`] : []),
    ...dropFunctions(ofRows),
    ...(tables.length > 0 ? [`drop table ${tables.join(', ')};`] : []),
    ...functions
      .filter(({ isTrigger }) => isTrigger)
      .map(({ signature }) => `drop function ${signature} cascade;`),
    ...dropFunctions(plain),
    ...(sequences.length > 0 ? [`drop sequence ${sequences.join(', ')};`] : []),
    ...(versions.length > 0
      ? [
          `delete from supabase_migrations.schema_migrations where version in (${quoted(versions)});`,
        ]
      : []),
    ...(former !== undefined && others.length === 0
      ? [`alter table public.${former} rename to stripe_customers;`]
      : []),
    "notify pgrst, 'reload schema';",
  ]
}

function dropFunctions(functions: MadeObjects['functions']): string[] {
  if (functions.length === 0) return []
  return [`drop function ${functions.map(({ signature }) => signature).join(', ')};`]
}
