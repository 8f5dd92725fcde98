import { dropStatements, readMadeObjects } from '../../database/drop.ts'
import { queryCall } from '../../database/migrate.ts'
import { readMigrations } from '../../database/migrations.ts'
import { count } from '../../terminal/amounts.ts'
import type { Undoing } from './undoing.ts'

/** What the next filling, or the next sign-in, brings again. */
const broughtAgain = new Set([
  'public.stripe_customers',
  'public.stripe_products',
  'public.stripe_prices',
  'public.sync_state',
  'private.link_requests',
  'private.address_moves',
  'private.kept_letters',
])

/**
 * Tables, functions and triggers of the migrations, if setup has run them.
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
      const isThere = made.tables.length + made.functions.length > 0
      if (!isThere) return { changes: [], kept: [] }
      if (made.versions.length === 0)
        return { changes: [], kept: ['The tables were made by hand: drop them by hand, too.'] }
      const precious = made.tables.filter(({ name, rows }) => rows > 0 && !broughtAgain.has(name))
      const told = precious.map(({ name, rows }) => `${name} (${count(rows, 'row')})`).join(', ')
      if (precious.length > 0 && !isAll)
        return {
          changes: [],
          kept: [
            `All tables stay, because Stripe can't bring back what is in ${told}. To drop them: npm run setup -- --undo --with-data`,
          ],
        }
      const asides = made.asides.map((name) => `"${name}"`).join(', ')
      return {
        changes: [
          {
            says: `Drop what the migrations have made: ${count(made.tables.length, 'table')}, ${count(made.functions.length, 'function')}, and their triggers`,
            details: [
              ...made.tables.map(({ name, rows }) => `${name}: ${count(rows, 'row')}`),
              ...(precious.length > 0 ? [`gone for good: ${told}`] : []),
              ...(made.asides.length === 1 ? [`${asides} is "stripe_customers" again`] : []),
            ],
            call: queryCall(project, dropStatements(made, migrations)),
          },
        ],
        kept:
          made.asides.length > 1
            ? [`Tables that setup has renamed keep their names: ${asides}`]
            : [],
      }
    },
  }
}
