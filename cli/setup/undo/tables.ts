import type { MadeObjects } from '../../database/drop.ts'
import { dropStatements, readMadeObjects } from '../../database/drop.ts'
import { queryCall } from '../../database/migrate.ts'
import { readMigrations } from '../../database/migrations.ts'
import type { Change } from '../../services/change.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'
import { count } from '../../terminal/amounts.ts'
import type { Undoing } from './undoing.ts'

/** What the next filling, or the next sign-in, brings again. */
const broughtAgain = new Set([
  'public.stripe_customers',
  'public.stripe_products',
  'public.stripe_prices',
  'public.sync_state',
  'private.link_requests',
  'private.session_misses',
  'private.credits_since',
  'private.address_moves',
  'private.kept_letters',
])

/**
 * Tables, views, functions and triggers of the migrations, if setup has run them.
 * @param isAll also if they hold what nothing brings again
 */
export function tablesUndoing(isAll: boolean): Undoing {
  return {
    name: 'tables',
    group: 'supabase',
    async find({ project, folder }) {
      if (project === null) return { changes: [], kept: [] }
      const migrations = await readMigrations(folder)
      const made = await readMadeObjects(project, migrations)
      if (made.tables.length + made.functions.length === 0) return { changes: [], kept: [] }
      if (made.versions.length === 0)
        return { changes: [], kept: ['The tables were made by hand: drop them by hand, too.'] }
      const precious = tellPrecious(made)
      if (precious !== '' && !isAll)
        return {
          changes: [],
          kept: [
            `All tables stay, because Stripe can't bring back what is in ${precious}. To drop them: npm run setup -- --undo --with-data`,
          ],
        }
      const call = queryCall(project, dropStatements(made, migrations))
      return { changes: [drop(made, precious, call)], kept: await listKept(project, made) }
    },
  }
}

function tellPrecious({ tables }: MadeObjects): string {
  return tables
    .filter(({ name, rows }) => rows > 0 && !broughtAgain.has(name))
    .map(({ name, rows }) => `${name} (${count(rows, 'row')})`)
    .join(', ')
}

function drop(
  { tables, views, functions, asides }: MadeObjects,
  precious: string,
  call: Change['call'],
): Change {
  const made = [
    count(tables.length, 'table'),
    ...(views.length > 0 ? [count(views.length, 'view')] : []),
    count(functions.length, 'function'),
  ].join(', ')
  return {
    says: `Drop what the migrations have made: ${made}, and their triggers`,
    details: [
      ...tables.map(({ name, rows }) => `${name}: ${count(rows, 'row')}`),
      ...(precious === '' ? [] : [`gone for good: ${precious}`]),
      ...(asides.length === 1 ? [`"${asides[0]}" is "stripe_customers" again`] : []),
    ],
    call,
  }
}

async function listKept(project: SupabaseProject, { asides }: MadeObjects): Promise<string[]> {
  const names = asides.map((name) => `"${name}"`).join(', ')
  return [
    ...(asides.length > 1 ? [`Tables that setup has renamed keep their names: ${names}`] : []),
    ...((await hasNightlyCleaner(project))
      ? [
          'Every night users are deleted who did not come back: supabase/optional/forget-visitors.sql says how to end that.',
        ]
      : []),
  ]
}

/** What the owner has installed for themselves goes on in a project that has another use. */
async function hasNightlyCleaner(project: SupabaseProject): Promise<boolean> {
  const rows = await project.query<{ name: string | null }>(
    "select pg_catalog.to_regproc('private.forget_visitors')::text as name",
  )
  return rows[0]?.name !== null
}
