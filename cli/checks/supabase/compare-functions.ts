import { functionsOf } from '../../database/functions.ts'
import type { Migration } from '../../database/migrations.ts'
import { essenceOf } from '../../database/migrations.ts'
import { quoted } from '../../database/sql-text.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'
import type { Finding } from '../check.ts'

type Row = { name: string; body: string; isDefiner: boolean; settings: string[] | null }

/**
 * Our functions decide what is a proof, and policies and triggers call them: a changed one opens what they guard.
 * @throws {ServiceError}
 */
export async function compareFunctions(
  project: SupabaseProject,
  all: Migration[],
): Promise<Finding[]> {
  const wanted = functionsOf(all)
  const rows = await project.query<Row>(`
    select n.nspname || '.' || p.proname as name, p.prosrc as body, p.prosecdef as "isDefiner",
      p.proconfig as settings
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname || '.' || p.proname in (${quoted(wanted.map(({ name }) => name))})`)
  const changed = rows.filter(({ name, body, isDefiner, settings }) => {
    const ours = wanted.find((each) => each.name === name)
    // What an earlier migration made is reported by the check of the migrations.
    const isSame = ours?.bodies.has(essenceOf(body)) === true && ours.isDefiner === isDefiner
    return !isSame || settings?.some((each) => each.startsWith('search_path=')) !== true
  })
  return [...new Set(changed.map(({ name }) => name))].map((name) => ({
    level: 'fault',
    says: `the function "${name}" does not do what the migrations say`,
    why: 'it may let people see what they have not proved, or refuse what they have',
    remedy:
      'run its newest lines of supabase/migrations in the SQL editor, with "create or replace"',
  }))
}
