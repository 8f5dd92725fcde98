import { functionsOf } from '../../database/functions.ts'
import type { Migration } from '../../database/migrations.ts'
import { essenceOf, statementsOf } from '../../database/migrations.ts'
import { quoted } from '../../database/sql-text.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'
import type { Finding } from '../check.ts'

/** A function, or a trigger that is on: then `body` is `null`. */
type Row = { name: string; body: string | null; isDefiner: boolean; settings: string[] | null }

/**
 * Our functions and triggers do what the migrations say: they decide what is a proof, and policies rely on them.
 * @throws {ServiceError}
 */
export async function compareCode(project: SupabaseProject, all: Migration[]): Promise<Finding[]> {
  const functions = functionsOf(all)
  const triggers = statementsOf(all, /^create trigger/).map(
    (statement) => /^create trigger (\w+)/.exec(statement)?.[1] ?? '',
  )
  const rows = await project.query<Row>(`
    select n.nspname || '.' || p.proname as name, p.prosrc as body, p.prosecdef as "isDefiner",
      p.proconfig as settings
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname || '.' || p.proname in (${quoted(functions.map(({ name }) => name))})
    union all
    select tgname, null, false, null from pg_catalog.pg_trigger
    where tgname in (${quoted(triggers)}) and tgenabled <> 'D'`)
  const isChanged = ({ name, body, isDefiner, settings }: Row) => {
    const ours = functions.find((each) => each.name === name)
    if (body === null || ours === undefined) return false
    // What an earlier migration made is reported by the check of the migrations.
    const isSame = ours.bodies.has(essenceOf(body)) && ours.isDefiner === isDefiner
    return !isSame || settings?.some((each) => each.startsWith('search_path=')) !== true
  }
  const changed = new Set(rows.filter(isChanged).map(({ name }) => name))
  const off = triggers.filter((name) => !rows.some((row) => row.name === name))
  return [...off.map(missingTrigger), ...[...changed].map(changedFunction)]
}

/** An address that moves must lose its proof: the trigger is on a table of Supabase's own. */
function missingTrigger(name: string): Finding {
  return {
    level: 'fault',
    says: `the trigger "${name}" is missing or off`,
    why: 'strangers could open the billing of an address that they move to, or lock its owner out',
    remedy: 'run its lines of supabase/migrations in the SQL editor again',
  }
}

function changedFunction(name: string): Finding {
  return {
    level: 'fault',
    says: `the function "${name}" does not do what the migrations say`,
    why: 'it may let people see what they have not proved, or refuse what they have',
    remedy:
      'run its newest lines of supabase/migrations in the SQL editor, with "create or replace"',
  }
}
