import type { CustomerRecords } from '../../gateways/supabase/customer-records.ts'
import type { SyncStripe } from './pace-stripe.ts'
import { readCustomers } from '../customers/read-customers.ts'

type World = {
  customers: Pick<SyncStripe['customers'], 'findCustomer'>
  records: CustomerRecords
  livemode: boolean
}

const mostAtOnce = 20

/**
 * Reads the rows of our mode that a full pass did not meet, one by one: what Stripe calls deleted becomes a tombstone,
 * what this key does not know is left as it is.
 * @param sweep the pass's ticket, and the id to continue after
 * @param save told the last id of each page, and how many rows were read on it
 */
export async function sweepUnmet(
  world: World,
  sweep: { ticket: number; after: string },
  save: (after: string, read: number) => Promise<void>,
): Promise<void> {
  let { after } = sweep
  for (;;) {
    const { ids, reached } = await world.records.listUnmet({ ...sweep, after, limit: mostAtOnce })
    if (reached === null) return
    await readCustomers(world, ids)
    after = reached
    await save(after, ids.length)
  }
}
