import { GatewayError } from '../../errors.ts'
import type { CustomerAnswer, CustomerRead } from '../../rules/customer.ts'
import { toRead, toTombstone } from '../../rules/customer.ts'
import type { CustomerId } from '../../rules/proved.ts'
import type { CustomersWorld } from '../subject.ts'
import { isSettled } from './is-settled.ts'

const mostReads = 5

/**
 * Reads customers at Stripe and records them: ticket, read, record. One for which another reader was faster is done if
 * that reader began after this one; else it is read again. Twice is enough, unless the database answers at random:
 * whoever overtakes the second read began after the first. A customer that this key does not know is left out and left
 * as it is.
 *
 * @param first the first ticket, if it is drawn already: after whatever the customers are read for
 * @returns per id what Stripe said
 * @throws `database_unavailable` if a read was overtaken five times; whatever Stripe and the database throw
 */
export async function readCustomers(
  world: CustomersWorld,
  ids: readonly CustomerId[],
  first: number | null = null,
): Promise<Map<CustomerId, CustomerAnswer>> {
  const settled = new Map<CustomerId, CustomerAnswer>()
  let open = [...new Set(ids)]
  let since = first
  for (let reads = 0; open.length > 0; reads += 1) {
    if (reads === mostReads)
      throw new GatewayError(
        'database_unavailable',
        `others were writing a customer each of the ${mostReads} times it was read`,
      )
    const ticket = reads === 0 && first !== null ? first : await world.records.takeReadTicket()
    since ??= ticket
    const answers = await Promise.all(open.map((id) => world.customers.findCustomer(id)))
    const outcomes = await world.records.record(readsOf(answers, world.livemode), ticket)
    const overtaken: CustomerId[] = []
    for (const answer of answers) {
      const id = answer.kind === 'customer' ? answer.customer.id : answer.id
      const recorded = outcomes.get(id)
      if (recorded?.outcome === 'deleted') settled.set(id, { kind: 'deleted', id })
      else if (answer.kind === 'unknown' || isSettled(recorded, since)) settled.set(id, answer)
      else overtaken.push(id)
    }
    open = overtaken
  }
  return settled
}

/** As {@link readCustomers}, for one. */
export async function readCustomer(world: CustomersWorld, id: CustomerId): Promise<CustomerAnswer> {
  return (await readCustomers(world, [id])).get(id) ?? { kind: 'unknown', id }
}

function readsOf(answers: CustomerAnswer[], livemode: boolean): CustomerRead[] {
  return answers.flatMap((answer) => {
    switch (answer.kind) {
      case 'customer':
        return [toRead(answer.customer)]
      case 'deleted':
        return [toTombstone(answer.id, livemode)]
      case 'unknown':
        return []
    }
  })
}
