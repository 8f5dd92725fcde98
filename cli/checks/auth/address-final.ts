import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { queryCall } from '../../database/migrate.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'
import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** If the project is used for billing only, an address never changes and nobody has a password. */
export const addressFinal: Check = {
  name: 'address_final',
  group: 'supabase',
  async look({ project, isBillingAlone }) {
    if (project === null) return [unknown('whether addresses are final', takes.project)]
    if (await isInstalled(project)) return [ok('addresses are final, and passwords are empty')]
    return isBillingAlone
      ? [
          {
            level: 'warning',
            says: 'addresses are not final yet',
            why: 'a project used for billing only can be closed to address changes and passwords',
            remedy: 'run `npm run setup -- --billing-alone`',
          },
        ]
      : [
          ok(
            'addresses may change (if the project is used for billing only: `npm run setup -- --billing-alone`)',
          ),
        ]
  },
  async fix({ project, isBillingAlone, folder }) {
    if (project === null || !isBillingAlone || (await isInstalled(project))) return []
    const sql = await readFile(join(folder, 'supabase/optional/address-is-final.sql'), 'utf8')
    return [
      {
        says: 'Make addresses final and passwords empty, for everyone in this project',
        call: queryCall(project, [sql]),
      },
    ]
  },
}

async function isInstalled(project: SupabaseProject): Promise<boolean> {
  const rows = await project.query<{ name: string }>(
    "select tgname as name from pg_catalog.pg_trigger where tgname = 'keep_address' and tgenabled <> 'D'",
  )
  return rows.length > 0
}
