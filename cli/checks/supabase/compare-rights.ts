import { readDatabaseState } from '../../database/database-state.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'
import { grantOf, grantsOf } from '../../database/grants.ts'
import type { Migration } from '../../database/migrations.ts'
import { objectsOf, statementsOf, tablesOf } from '../../database/migrations.ts'
import { policies } from '../../database/policies.ts'
import { quoted } from '../../database/sql-text.ts'
import type { Finding } from '../check.ts'

/** What setup does about rights that differ. */
export const grantAgain =
  'run `npm run setup`, which grants what the migrations grant and nothing else'

/** Which of our tables are there, and whether row-level security is on. @throws {ServiceError} */
export async function readTables(project: SupabaseProject, all: Migration[]) {
  return project.query<{ name: string; isSecured: boolean }>(`
    select n.nspname || '.' || c.relname as name, c.relrowsecurity as "isSecured"
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname in (${quoted(tablesOf(all))})
    order by 1`)
}

/** The rights of the four roles that Supabase's services act as, compared with what the migrations grant. @throws {ServiceError} */
export async function compareGrants(
  project: SupabaseProject,
  all: Migration[],
): Promise<Finding[]> {
  const names = quoted(all.flatMap(objectsOf))
  const rows = await project.query<Parameters<typeof grantOf>[0]>(`
    with roles as (
      select oid, rolname::text as role from pg_catalog.pg_roles
      where rolname in ('anon', 'authenticated', 'service_role')
      union all select 0, 'public'
    ),
    rights as (
      select n.nspname || '.' || c.relname as object, null as "column", granted.*
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      cross join lateral pg_catalog.aclexplode(c.relacl) granted
      union all
      select n.nspname || '.' || c.relname, a.attname::text, granted.*
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      cross join lateral pg_catalog.aclexplode(a.attacl) granted
      union all
      select n.nspname || '.' || p.proname, null, granted.*
      from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      cross join lateral pg_catalog.aclexplode(
        coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))
      ) granted
    )
    select roles.role, pg_catalog.lower(rights.privilege_type) as name, rights.object, rights."column"
    from rights join roles on roles.oid = rights.grantee
    where rights.object in (${names})`)
  const wanted = grantsOf(all)
  const actual = new Set(rows.map((right) => grantOf(right)))
  const { objects: there } = await readDatabaseState(project, all.flatMap(objectsOf))
  const extra = [...actual].filter((grant) => !wanted.has(grant))
  const isOfRunMigration = (grant: string) =>
    there.has((grant.split(' ')[2] ?? '').replace(/\(.*$/, ''))
  const absent = [...wanted].filter((grant) => !actual.has(grant) && isOfRunMigration(grant))
  return [
    ...groupByObject(extra).map(([object, grants]): Finding => ({
      level: 'fault',
      says: `more is granted on ${object} than the migrations grant: ${grants.join(', ')}`,
      why: 'someone may read or write what only the gateway should',
      remedy: grantAgain,
    })),
    ...groupByObject(absent).map(([object, grants]): Finding => ({
      level: 'fault',
      says: `less is granted on ${object} than the migrations grant: ${grants.join(', ')}`,
      why: 'the gateway is refused what it needs',
      remedy: grantAgain,
    })),
  ]
}

function groupByObject(grants: string[]): [string, string[]][] {
  const groups = new Map<string, Set<string>>()
  for (const grant of grants) {
    const [role, name, object = ''] = grant.split(' ')
    const key = object.replace(/\(.*$/, '')
    groups.set(key, (groups.get(key) ?? new Set()).add(`${role} ${name}`))
  }
  return [...groups].map(([object, found]) => [object, [...found]])
}

/** Policies on our tables against those of the migrations, by what they do. @throws {ServiceError} */
export async function comparePolicies(
  project: SupabaseProject,
  all: Migration[],
): Promise<Finding[]> {
  const names = statementsOf(all, /^create policy/).map(
    (statement) => /^create policy "([^"]+)"/.exec(statement)?.[1] ?? '',
  )
  const rows = await project.query<(typeof policies)[number] & { name: string }>(`
    select policyname as name, schemaname || '.' || tablename as object, permissive, cmd as command,
      roles::text as roles,
      pg_catalog.regexp_replace(coalesce(qual, '') || coalesce(with_check, ''), '\\s', '', 'g') as rows
    from pg_catalog.pg_policies
    where schemaname || '.' || tablename in (${quoted(tablesOf(all))})`)
  const wrong = (says: string, remedy: string): Finding => ({
    level: 'fault',
    says,
    why: 'rows are closed to people who may see them, or open to people who may not',
    remedy,
  })
  const place = 'Supabase > Authentication > Policies; ours are in supabase/migrations'
  return [
    ...rows
      .filter(({ name }) => !names.includes(name))
      .map(({ name, object }) =>
        wrong(`${object} has a policy that is not the gateway's: "${name}"`, place),
      ),
    ...names.flatMap((name, index) => {
      const [row, policy] = [rows.find((each) => each.name === name), policies[index]]
      if (row === undefined) return [wrong(`the policy "${name}" is missing`, place)]
      const isSame =
        policy !== undefined &&
        Object.entries(policy).every(([key, value]) => row[key as keyof typeof row] === value)
      return isSame
        ? []
        : [wrong(`the policy "${name}" does not do what the migrations say`, place)]
    }),
  ]
}

/** Views that show our tables to people who sign in, or to anyone, past row-level security. @throws {ServiceError} */
export async function findViews(project: SupabaseProject, all: Migration[]): Promise<Finding[]> {
  const rows = await project.query<{ name: string }>(`
    select distinct n.nspname || '.' || v.relname as name
    from pg_catalog.pg_depend d
    join pg_catalog.pg_rewrite r on r.oid = d.objid and d.classid = 'pg_catalog.pg_rewrite'::regclass
    join pg_catalog.pg_class v on v.oid = r.ev_class and v.relkind in ('v', 'm')
    join pg_catalog.pg_namespace n on n.oid = v.relnamespace
    join pg_catalog.pg_class t on t.oid = d.refobjid
    join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
    where tn.nspname || '.' || t.relname in (${quoted(tablesOf(all))})
      and not coalesce('security_invoker=true' = any (v.reloptions), false)
      and (pg_catalog.has_any_column_privilege('anon', v.oid, 'select')
        or pg_catalog.has_any_column_privilege('authenticated', v.oid, 'select'))`)
  return rows.map(({ name }) => ({
    level: 'fault',
    says: `the view ${name} shows the gateway's rows past row-level security`,
    why: 'strangers may read which addresses are your customers',
    remedy: `in the SQL editor: revoke all on ${name} from anon, authenticated`,
  }))
}
