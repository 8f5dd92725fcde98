import type { Change } from '../checks/check.ts'
import type { DatabaseState } from './database-state.ts'
import { aside } from './database-state.ts'
import type { SupabaseProject } from '../services/supabase-management.ts'
import type { Migration } from './migrations.ts'
import { dollarQuoted, literal } from './sql-text.ts'

/**
 * Runs a migration and writes it down where Supabase's own tool does, in one transaction. A `stripe_customers` of
 * another make is renamed in that transaction, with its indexes and nothing else of it: its policies go with it.
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
    says: `migration ${migration.version}_${migration.name}`,
    ...(isInTheWay && {
      details: [`the table "stripe_customers" that is there now is kept as "${name}"`],
    }),
    call: queryCall(project, [
      ...(isInTheWay ? [setAside(name)] : []),
      migration.sql,
      writeDown(migration),
      "notify pgrst, 'reload schema';",
    ]),
  }
}

/** Writes down that it ran, where it was run by hand. */
export function noteMigration(project: SupabaseProject, migration: Migration): Change {
  return {
    says: `migration ${migration.version}_${migration.name} was run by hand: it is written down`,
    call: queryCall(project, [writeDown(migration)]),
  }
}

/** Supabase's own list of migrations, where there is none yet. */
export function createHistory(project: SupabaseProject): Change {
  return {
    says: 'a list of the migrations that have run',
    call: queryCall(project, [
      // Concurrent set-ups, and a schema that stands there empty: https://github.com/supabase/cli makes them so too.
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

function writeDown({ version, name, sql }: Migration): string {
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

/** Its indexes give their names up too: ours is called by its name in record_customers. */
function setAside(name: string): string {
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
