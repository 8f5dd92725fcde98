import { readDatabaseState } from '../../database/database-state.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'
import { applyMigration, createHistory, noteMigration } from '../../database/migrate.ts'
import type { Migration } from '../../database/migrations.ts'
import { objectsOf, readMigrations } from '../../database/migrations.ts'
import type { Fate } from '../../database/migration-fates.ts'
import { fatesOf } from '../../database/migration-fates.ts'
import { ServiceError } from '../../services/service-error.ts'
import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

const why = 'without its table the page opens nothing, and webhooks fail'

/** Every migration of this copy has run, exactly as it is in this copy. */
export const migrations: Check = {
  name: 'migrations',
  group: 'supabase',
  async look(world) {
    const { project } = world
    if (project === null) return lookFromOutside(world)
    const { all, state, fates } = await readFates(world, project)
    const of = (fate: Fate) => all.filter((migration) => fates.get(migration) === fate)
    const [missing, changed, byHand] = [of('missing'), of('changed'), of('by hand')]
    const half = of('half')
    const findings: Finding[] = []
    if (state.hasForeignTable && missing.length > 0) findings.push(inTheWay())
    if (missing.length > 0)
      findings.push({
        level: 'fault',
        says: `${missing.length} of ${all.length} migrations have not run, starting with ${labelOf(missing[0])}`,
        why,
        remedy:
          byHand.length === 0
            ? 'run `npm run setup`; or `npx supabase@3 db push --remote`'
            : 'run `npm run setup`; or run their files in the SQL editor, as the ones before',
      })
    for (const migration of changed)
      findings.push({
        level: 'fault',
        says: `the migration ${labelOf(migration)} that ran differs from the one in this copy`,
        why: 'the database may not do what this version expects',
        remedy:
          'never edit a migration that has run: restore the file from the repository, and write a new one; docs/upgrading.md',
      })
    for (const migration of half)
      findings.push({
        level: 'fault',
        says: `only part of the migration ${labelOf(migration)} was run, by hand`,
        why,
        remedy: `run the rest of supabase/migrations/${labelOf(migration)}.sql in the SQL editor`,
      })
    const ways = byHand.length === 0 ? '' : `, ${byHand.length} of them by hand`
    return findings.length > 0
      ? findings
      : [ok(`all ${all.length} migrations have run${ways}, up to ${labelOf(all.at(-1))}`)]
  },
  async fix(world) {
    const { project } = world
    if (project === null) return []
    const { all, state, fates } = await readFates(world, project)
    // A person has to sort out what ran only in part.
    if (all.some((migration) => fates.get(migration) === 'half')) return []
    const changes = all.flatMap((migration) => {
      const fate = fates.get(migration)
      if (fate === 'missing') return [applyMigration(project, migration, state)]
      return fate === 'by hand' ? [noteMigration(project, migration)] : []
    })
    const whole = state.hasHistory ? changes : [createHistory(project), ...changes]
    const brief = `Run the migrations that are missing (${changes.length})`
    return changes.length === 0 ? [] : whole.map((change) => ({ brief, ...change }))
  },
}

async function readFates({ folder }: World, project: SupabaseProject) {
  const all = await readMigrations(folder)
  const state = await readDatabaseState(project, all.flatMap(objectsOf))
  // A foreign table has the name, but is not ours.
  if (state.hasForeignTable) state.objects.delete('public.stripe_customers')
  return { all, state, fates: fatesOf(all, state) }
}

/** The two keys are enough to show whether the gateway finds what it calls. */
async function lookFromOutside({ data, livemode, env }: World): Promise<Finding[]> {
  const what = 'whether the migrations match this copy'
  if (data === null || valueOf(env, 'SUPABASE_SECRET_KEY') === null)
    return [unknown('the migrations', takes.data)]
  try {
    await data.countCustomers(livemode ?? false)
    await data.findSyncPlace(livemode ?? false)
    return [unknown(`the table is there; ${what}`, takes.project)]
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.code === 'PGRST106')
      return [
        {
          level: 'fault',
          says: 'the Data API does not serve the schema "public"',
          why,
          remedy: 'Supabase: Project Settings > Data API > Exposed schemas: add "public"',
        },
      ]
    if (!['PGRST202', 'PGRST205', '42P01', '42703', '42501'].includes(error.code ?? '')) throw error
    return [
      {
        level: 'fault',
        says: 'the database lacks what the gateway calls: migrations have not run',
        why,
        remedy: 'run `npm run setup`; or `npx supabase@3 db push --remote`',
      },
    ]
  }
}

function inTheWay(): Finding {
  return {
    level: 'fault',
    says: 'a foreign table "stripe_customers" is in the way',
    why: "the gateway's own table has the same name",
    remedy:
      'run `npm run setup`: it keeps the old one, with its rows and policies, under another name',
  }
}

function labelOf(migration: Migration | undefined): string {
  return `${migration?.version}_${migration?.name}`
}
