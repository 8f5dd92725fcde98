import { GatewayError } from '../../errors.ts'
import type { StripeCustomers } from '../../gateways/stripe/customers.ts'
import type { CustomerRecords } from '../../gateways/supabase/customer-records.ts'
import type { CustomerId } from '../../rules/proved.ts'

type World = { customers: Pick<StripeCustomers, 'findCustomer'>; records: CustomerRecords }

const afterAllTickets = Number.MAX_SAFE_INTEGER

/**
 * Makes sure, before anything is written, that the key and the table belong together: of the first rows, Stripe must
 * know at least one.
 * @throws `config_missing` if it knows none
 */
export async function assertSameAccount(world: World): Promise<void> {
  const ids = await firstRows(world.records)
  const answers = await Promise.all(ids.map((id) => world.customers.findCustomer(id)))
  if (ids.length > 0 && answers.every(({ kind }) => kind === 'unknown'))
    throw new GatewayError(
      'config_missing',
      '"STRIPE_API_KEY" knows none of the customers in the table: it is of another account, ' +
        'or its test data was wiped (then empty the table of that mode)',
    )
}

/** Tombstones and rows of the other mode may lie before them. */
async function firstRows(records: CustomerRecords): Promise<CustomerId[]> {
  for (let after = ''; ;) {
    const { ids, reached } = await records.listUnmet({ ticket: afterAllTickets, after, limit: 5 })
    if (ids.length > 0 || reached === null) return ids
    after = reached
  }
}
