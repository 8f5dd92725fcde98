import { GatewayError } from '../../errors.ts'
import type { CustomerAnswer, CustomerRead } from '../../rules/customer.ts'
import { toRead, toTombstone } from '../../rules/customer.ts'
import type { CustomerId } from '../../rules/proved.ts'
import type { SubjectWorld } from '../subject.ts'

const mostReads = 5

/**
 * Reads customers at Stripe and records them: ticket, read, record, and again those for which another reader was
 * faster. A customer that this key does not know is left out and left as it is.
 *
 * @returns per id what Stripe said in the read that the table took
 * @throws `database_unavailable` if a read was overtaken five times; whatever Stripe and the database throw
 */
export async function readCustomers(
  world: SubjectWorld,
  ids: readonly CustomerId[],
): Promise<Map<CustomerId, CustomerAnswer>> {
  const settled = new Map<CustomerId, CustomerAnswer>()
  let open = [...new Set(ids)]
  for (let reads = 0; open.length > 0; reads += 1) {
    if (reads === mostReads)
      throw new GatewayError(
        'database_unavailable',
        `others were writing a customer each of the ${mostReads} times it was read`,
      )
    const ticket = await world.records.takeReadTicket()
    const answers = await Promise.all(open.map((id) => world.customers.findCustomer(id)))
    const outcomes = await world.records.record(readsOf(answers, world.livemode), ticket)
    const overtaken: CustomerId[] = []
    for (const answer of answers) {
      const id = answer.kind === 'customer' ? answer.customer.id : answer.id
      const outcome = outcomes.get(id)
      if (outcome === 'deleted') settled.set(id, { kind: 'deleted', id })
      else if (outcome === 'recorded' || answer.kind === 'unknown') settled.set(id, answer)
      else overtaken.push(id)
    }
    open = overtaken
  }
  return settled
}

/** As {@link readCustomers}, for one. */
export async function readCustomer(world: SubjectWorld, id: CustomerId): Promise<CustomerAnswer> {
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
