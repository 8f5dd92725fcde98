import { ServiceError } from '../../services/service-error.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { hasCredits } from './credit-keys.ts'
import { readOffers, unseen } from './read-offers.ts'

const what = 'whether the database has a backup'

/** Credits that were sold outlive the database. */
export const backups: Check = {
  name: 'backups',
  group: 'supabase',
  async look({ stripe, project }) {
    if (stripe === null) return [unknown(what, takes.stripe)]
    const found = await readOffers(stripe)
    if (found === null) return [ok(unseen)]
    if (!found.prices.some(hasCredits))
      return [ok('no price gives credits that a backup must keep')]
    if (project === null) return [unknown(what, takes.project)]
    try {
      return [judge(hasBackup(await project.readBackups()))]
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status !== 403) throw error
      return [
        unknown(
          `${what} (the token may not read backups)`,
          'look at Supabase > Database > Backups yourself, or create an access token that may read them: https://supabase.com/dashboard/account/tokens',
        ),
      ]
    }
  },
}

function judge(isThere: boolean | null): Finding {
  if (isThere === null)
    return unknown(
      `${what} (Supabase answers in another form)`,
      'look at Supabase > Database > Backups yourself',
    )
  if (isThere) return ok('there is a backup of the database')
  return {
    level: 'warning',
    says: 'there is no backup of the database that you could restore yet',
    why: 'losing it loses the credit balances',
    remedy:
      'dump the tables yourself, or use a paid plan of Supabase: docs/credits.md, "If the database is lost, balances are lost"',
  }
}

/** `null`: the answer doesn't say. */
function hasBackup(answer: Record<string, unknown>): boolean | null {
  const { pitr_enabled: pitr, backups: list, physical_backup_data: physical } = answer
  if (typeof pitr !== 'boolean' || !Array.isArray(list)) return null
  const window = Object.values(physical ?? {})
  const isWhole = (each: { status?: unknown } | null) => each?.status === 'COMPLETED'
  return pitr || list.some(isWhole) || window.some((at) => typeof at === 'number' && at > 0)
}
