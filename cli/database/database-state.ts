import type { SupabaseProject } from '../services/supabase-management.ts'
import { quoted } from './sql-text.ts'

/** A migration that the project recorded as applied; `text`: its statements, `null` if they were not kept. */
export type AppliedMigration = { version: string; text: string | null }

/** What is in the project's database, as far as the migrations go. */
export type DatabaseState = {
  /** Whether Supabase's own list of applied migrations is there. */
  hasHistory: boolean
  applied: AppliedMigration[]
  /** Those of the requested objects that are there. */
  objects: Set<string>
  /** Whether `public.stripe_customers` is there and is not ours. */
  hasForeignTable: boolean
  /** Tables whose names begin like the one that a foreign table is renamed to. */
  asides: string[]
}

export const aside = 'stripe_customers_before_portal_gateway'

/**
 * Reads it, changing nothing.
 * @param objects names with their schemas
 * @throws {ServiceError}
 */
export async function readDatabaseState(
  project: SupabaseProject,
  objects: readonly string[],
): Promise<DatabaseState> {
  const names = quoted(objects)
  const rows = await project.query<{ kind: string; name: string }>(`
    select 'object' as kind, n.nspname || '.' || c.relname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname in (${names})
    union all
    select 'object', n.nspname || '.' || p.proname
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname || '.' || p.proname in (${names})
    union all
    select 'aside', c.relname
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and pg_catalog.starts_with(c.relname, '${aside}')
    union all
    select 'foreign', c.relname
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relname = 'stripe_customers' and not exists (
      select from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attname = 'last_ticket' and not a.attisdropped
    )
    union all
    select 'history', a.attname
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'supabase_migrations' and c.relname = 'schema_migrations' and a.attnum > 0
      and not a.attisdropped
  `)
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ name }) => name)
  const columns = of('history')
  return {
    hasHistory: columns.length > 0,
    applied: columns.length === 0 ? [] : await readHistory(project, columns),
    objects: new Set(of('object')),
    hasForeignTable: of('foreign').length > 0,
    asides: of('aside'),
  }
}

/** Lists made by older tools have no statements. */
async function readHistory(
  project: SupabaseProject,
  columns: string[],
): Promise<AppliedMigration[]> {
  const text = columns.includes('statements')
    ? "pg_catalog.array_to_string(statements, ';')"
    : 'null::text'
  return project.query<AppliedMigration>(
    `select version, ${text} as text from supabase_migrations.schema_migrations order by version`,
  )
}
