import { GatewayError } from '../../errors.ts'
import type { CustomerTable } from '../../gateways/supabase/customer-table.ts'
import type { SyncStripe } from './pace-stripe.ts'
import { readCustomers } from '../customers/read-customers.ts'

type World = { stripe: SyncStripe; table: CustomerTable; livemode: boolean }

const side = 20
const afterAllTickets = Number.MAX_SAFE_INTEGER

/**
 * Reads the rows of our mode that a full pass did not meet, one by one: what Stripe calls deleted becomes a tombstone,
 * what this key does not know is left alone.
 * @param sweep the pass's ticket, and the id after which to go on
 * @param save told the last id of each page, and how many rows were read on it
 */
export async function sweepUnmet(
  world: World,
  sweep: { ticket: number; after: string },
  save: (after: string, read: number) => Promise<void>,
): Promise<void> {
  let { after } = sweep
  for (;;) {
    const { ids, reached } = await world.table.listUnmet({ ...sweep, after, limit: side })
    if (reached === null) return
    await readCustomers(world, ids)
    after = reached
    await save(after, ids.length)
  }
}

/**
 * Makes sure, before anything is written, that the key and the table belong together: of the first rows, Stripe must
 * know at least one.
 * @throws `config_missing` where it knows none
 */
export async function assertSameAccount(world: World): Promise<void> {
  const ids = await firstRows(world.table)
  const answers = await Promise.all(ids.map((id) => world.stripe.findCustomer(id)))
  if (ids.length > 0 && answers.every(({ kind }) => kind === 'unknown'))
    throw new GatewayError(
      'config_missing',
      '"STRIPE_API_KEY" knows none of the customers in the table: it is of another account, ' +
        'or its test data was wiped (then empty the table of that mode)',
    )
}

/** Tombstones and rows of the other mode may lie before them. */
async function firstRows(table: CustomerTable): Promise<string[]> {
  for (let after = ''; ;) {
    const { ids, reached } = await table.listUnmet({ ticket: afterAllTickets, after, limit: 5 })
    if (ids.length > 0 || reached === null) return ids
    after = reached
  }
}
