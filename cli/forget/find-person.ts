import type { SupabaseProject } from '../services/supabase-management.ts'
import type { OpenPlace } from './conditions.ts'
import { openPlaces, usersOf } from './conditions.ts'
import { places } from './places.ts'

/** A row as JSON, without what would sign somebody in. */
export type FoundRow = Record<string, unknown>

/** What is kept in one place about the person. */
export type Found = OpenPlace & { rows: FoundRow[] }

/** A table of the owner's that refers to users; `rule`: what happens to its rows when the user is deleted. */
export type OwnTable = {
  table: string
  column: string
  rule: 'deleted' | 'emptied' | 'kept'
  rows: number
}

export type PersonInDatabase = {
  /** Every place that this database has, with what is there. */
  found: Found[]
  ownTables: OwnTable[]
  /** Columns of the owner's tables that may hold an address, by their names. */
  ownColumns: string[]
}

/** Never leaves the database. */
const secrets = '(token|password|secret|challenge|verifier|auth_code|nonce|hmac)'

/** Finds everything, and changes nothing. @throws {ServiceError} */
export async function findPerson(
  project: SupabaseProject,
  fold: string,
): Promise<PersonInDatabase> {
  const all = await project.query<{ name: string }>(`
    select n.nspname || '.' || c.relname || '.' || a.attname as name
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and n.nspname !~ '^(pg_|information_schema$|supabase_|extensions$|storage$|realtime$|vault$|graphql|cron$|net$)'`)
  const names = all.map(({ name }) => name)
  const open = openPlaces(places, { fold, columns: new Set(names) })
  const isOurs = (name: string) =>
    name.startsWith('auth.') || places.some(({ table }) => name.startsWith(`${table}.`))
  return {
    found: await findRows(project, open),
    ownTables: await findOwnTables(project, fold),
    ownColumns: names.filter((name) => /\.[^.]*e_?mail[^.]*$/i.test(name) && !isOurs(name)),
  }
}

async function findRows(project: SupabaseProject, open: readonly OpenPlace[]): Promise<Found[]> {
  const parts = open.map(
    ({ place: { table }, where }, index) => `
    select ${index} as place, (
      select pg_catalog.jsonb_object_agg(field.key, field.value)
      from pg_catalog.jsonb_each(pg_catalog.to_jsonb(t)) as field where field.key !~ '${secrets}'
    ) as row
    from ${table} as t where ${where}`,
  )
  const rows = await project.query<{ place: number; row: FoundRow }>(parts.join('\n    union all'))
  return open.map((each, index) => ({
    ...each,
    rows: rows.filter(({ place }) => place === index).map(({ row }) => row),
  }))
}

async function findOwnTables(project: SupabaseProject, fold: string): Promise<OwnTable[]> {
  const references = await project.query<{ table: string; column: string; rule: string }>(`
    select pg_catalog.format('%I.%I', n.nspname, c.relname) as table, pg_catalog.quote_ident(a.attname) as column,
      k.confdeltype::text as rule
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = 'auth.users'::regclass and n.nspname <> 'auth'`)
  const own = references.filter(({ table }) => places.every((place) => place.table !== table))
  if (own.length === 0) return []
  const counts = own.map(
    ({ table, column }, index) =>
      `select ${index} as place, pg_catalog.count(*)::int as rows from ${table} where ${column}::text in (${usersOf(fold)})`,
  )
  const counted = await project.query<{ place: number; rows: number }>(counts.join('\nunion all\n'))
  return own.map(({ table, column, rule }, index) => ({
    table,
    column,
    rule: rule === 'c' ? 'deleted' : rule === 'n' || rule === 'd' ? 'emptied' : 'kept',
    rows: counted.find(({ place }) => place === index)?.rows ?? 0,
  }))
}
