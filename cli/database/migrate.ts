import type { Change } from '../services/change.ts'
import type { DatabaseState } from './database-state.ts'
import { aside } from './database-state.ts'
import type { SupabaseProject } from '../services/supabase-management.ts'
import type { Migration } from './migrations.ts'
import { dollarQuoted, literal } from './sql-text.ts'

/**
 * Runs a migration and records it where Supabase's own tool does, in one transaction. A foreign `stripe_customers` is
 * renamed in that transaction, with its indexes; nothing else of it changes, and its policies stay with it.
 */
export function applyMigration(
  project: SupabaseProject,
  migration: Migration,
  state: DatabaseState,
): Change {
  const isInTheWay =
    state.hasForeignTable && /^create table public\.stripe_customers\b/m.test(migration.sql)
  const name = freeAside(state.asides)
  return {
    says: `Run the migration ${migration.version}_${migration.name}`,
    ...(isInTheWay && {
      brief: `Keep the current table "stripe_customers" as "${name}"`,
      details: [`the current table "stripe_customers" is kept as "${name}"`],
    }),
    call: queryCall(project, [
      ...(isInTheWay ? [renameForeign(name)] : []),
      migration.sql,
      record(migration),
      "notify pgrst, 'reload schema';",
    ]),
  }
}

/** Records that it ran, if it was run by hand. */
export function noteMigration(project: SupabaseProject, migration: Migration): Change {
  return {
    says: `Record the migration ${migration.version}_${migration.name}, which was run by hand`,
    call: queryCall(project, [record(migration)]),
  }
}

/** Supabase's own list of migrations, if there is none yet. */
export function createHistory(project: SupabaseProject): Change {
  return {
    says: "Create Supabase's list of applied migrations",
    call: queryCall(project, [
      // Setups may run at once, and the schema may be there, empty. https://github.com/supabase/cli makes it the same way.
      'create schema if not exists supabase_migrations;',
      'create table supabase_migrations.schema_migrations (version text not null primary key, statements text[], name text);',
    ]),
  }
}

/** SQL statements as one transaction through the Management API. */
export function queryCall(project: SupabaseProject, statements: string[]): Change['call'] {
  return {
    service: 'supabase',
    method: 'POST',
    path: `${project.path}/database/query`,
    body: { query: ['begin;', ...statements, 'commit;'].join('\n') },
  }
}

function record({ version, name, sql }: Migration): string {
  return (
    'insert into supabase_migrations.schema_migrations (version, name, statements)\n' +
    `values (${literal(version)}, ${literal(name)}, array[${dollarQuoted(sql)}]);`
  )
}

function freeAside(taken: readonly string[]): string {
  let name = aside
  for (let number = 2; taken.includes(name); number += 1) name = `${aside}_${number}`
  return name
}

/** Its indexes give up their names too: record_customers refers to ours by name. */
function renameForeign(name: string): string {
  const suffix = name.replace('stripe_customers', '')
  return `alter table public.stripe_customers rename to ${name};
do $aside$
declare
  entry record;
begin
  for entry in
    select c.relname from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
    where i.indrelid = 'public.${name}'::regclass
  loop
    execute pg_catalog.format(
      'alter index public.%I rename to %I', entry.relname, pg_catalog.left(entry.relname, 30) || '${suffix}'
    );
  end loop;
end
$aside$;`
}
