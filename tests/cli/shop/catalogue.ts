import type { PGlite } from '@electric-sql/pglite'

/** Every table, sequence, view, function, policy and trigger of a project, but those of Supabase itself. */
export async function catalogueOf(database: PGlite): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(`
    select c.relkind::text || ' ' || c.oid::regclass::text as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    -- What setup renames keeps the names of its indexes.
    where n.nspname in ('public', 'private') and c.relkind <> 'i'
    union all
    select 'function ' || p.oid::regprocedure::text
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'private')
    union all
    select 'type ' || t.oid::regtype::text
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
    where n.nspname in ('public', 'private') and t.typtype in ('e', 'd')
    union all
    select 'policy ' || policyname from pg_policies where schemaname in ('public', 'private')
    union all
    select 'trigger ' || tgname from pg_trigger where not tgisinternal
    order by 1`)
  return rows.map(({ name }) => name)
}
