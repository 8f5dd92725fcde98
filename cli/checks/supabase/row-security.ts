import type { SupabaseProject } from '../../services/supabase-management.ts'
import type { Migration } from '../../database/migrations.ts'
import { readMigrations, statementsOf, tablesOf } from '../../database/migrations.ts'
import { queryCall } from '../../database/migrate.ts'
import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { compareCode } from './compare-code.ts'
import {
  compareGrants,
  comparePolicies,
  findViews,
  grantAgain,
  readTables,
} from './compare-rights.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** Row-level security is on, and nobody may do more, or less, than the migrations allow. */
export const rowSecurity: Check = {
  name: 'row_security',
  group: 'supabase',
  async look(world) {
    const outside = await lookAsStranger(world)
    if (world.project === null)
      return outside.length > 0
        ? outside
        : [unknown('row-level security and grants', takes.project)]
    const all = await readMigrations(world.folder)
    const findings = [...outside, ...(await lookInside(world.project, all))]
    return findings.length > 0
      ? findings
      : [ok('row-level security is on, and grants and policies match the migrations')]
  },
  async fix({ project, folder }) {
    if (project === null) return []
    const all = await readMigrations(folder)
    const found = await lookInside(project, all)
    if (!found.some(({ remedy }) => remedy === grantAgain)) return []
    const there = await readTables(project, all)
    // Before the migrations have run there is nothing to grant on.
    if (there.length < tablesOf(all).length) return []
    const kind = /^(?:grant|revoke)\b|\benable row level security;$/
    return [
      {
        says: 'Restore row-level security and grants by the lines of the migrations',
        details: found.map(({ says }) => says),
        call: queryCall(project, statementsOf(all, kind)),
      },
    ]
  },
}

async function lookAsStranger({ data, env }: World): Promise<Finding[]> {
  if (data === null || valueOf(env, 'SUPABASE_PUBLISHABLE_KEY') === null) return []
  const { status } = await data.readAsStranger('stripe_customers')
  if (status !== 200) return []
  return [
    {
      level: 'fault',
      says: 'anyone with the publishable key, which is in the page, may read "stripe_customers"',
      why: 'a stranger may learn which addresses are your customers',
      remedy: grantAgain,
    },
  ]
}

async function lookInside(project: SupabaseProject, all: Migration[]): Promise<Finding[]> {
  const tables = await readTables(project, all)
  if (tables.length === 0) return [unknown('grants: the migrations have not run', grantAgain)]
  const [served, ...differences] = await Promise.all([
    project.listServedSchemas(),
    compareGrants(project, all),
    comparePolicies(project, all),
    findViews(project, all),
    compareCode(project, all),
  ])
  return [
    ...tables.filter(({ isSecured }) => !isSecured).map(({ name }) => unsecured(name)),
    ...differences.flat(),
    ...judgeServed(served),
  ]
}

const exposed = 'Supabase: Project Settings > Data API > Exposed schemas'

function judgeServed(served: string[]): Finding[] {
  return [
    ...(served.includes('public')
      ? []
      : [
          {
            level: 'fault' as const,
            says: 'the Data API does not serve the schema "public"',
            why: 'the doors reach no table: nobody can see their billing, and webhooks fail',
            remedy: `${exposed}: add "public"`,
          },
        ]),
    ...(served.includes('private')
      ? [
          {
            level: 'fault' as const,
            says: 'the Data API serves the schema "private"',
            why: 'what only the gateway should call can be called from outside',
            remedy: `${exposed}: remove "private"`,
          },
        ]
      : []),
  ]
}

function unsecured(name: string): Finding {
  return {
    level: 'fault',
    says: `row-level security is off for ${name}`,
    why: 'anyone who signs in may read every row of it',
    remedy: grantAgain,
  }
}
