import { toTombstone } from '../../rules/customer.ts'
import type { CustomerId } from '../../rules/proved.ts'
import { isCustomerId } from '../../rules/proved.ts'
import type { Subject } from '../subject.ts'
import { readCustomers } from './read-customers.ts'
import { readListedCustomers } from './read-listed-customers.ts'

/** Customers, as events ring for them. */
export const customerSubject: Subject<CustomerId> = {
  name: 'customers',
  isId: isCustomerId,
  async refresh(world, ids, ticket) {
    const answers = await readCustomers(world, ids, ticket)
    return new Set([...answers].filter(([, { kind }]) => kind !== 'unknown').map(([id]) => id))
  },
  refreshListed: readListedCustomers,
  async bury(world, id) {
    // Ticket 0: a deletion is taken whatever the row's ticket.
    await world.records.record([toTombstone(id, world.livemode)], 0)
  },
}
