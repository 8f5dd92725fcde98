import { GatewayError } from '../../errors.ts'
import type { CustomerTable } from '../../gateways/supabase/customer-table.ts'
import type { StripeGateway } from '../../gateways/stripe/customers.ts'
import type { CustomerAnswer, CustomerRead } from '../../rules/customer.ts'
import { toRead, toTombstone } from '../../rules/customer.ts'

type World = {
  stripe: Pick<StripeGateway, 'findCustomer'>
  table: Pick<CustomerTable, 'takeReadTicket' | 'record'>
  livemode: boolean
}

const mostReads = 5

/**
 * Reads customers at Stripe and records them: ticket, read, record, and again those for which another reader was
 * faster. A customer that this key does not know is left out and left alone.
 *
 * @returns per id what Stripe said in the read that the table took
 * @throws `database_unavailable` where a read was overtaken five times; whatever Stripe and the database throw
 */
export async function readCustomers(
  world: World,
  ids: readonly string[],
): Promise<Map<string, CustomerAnswer>> {
  const settled = new Map<string, CustomerAnswer>()
  let open = [...new Set(ids)]
  for (let reads = 0; open.length > 0; reads += 1) {
    if (reads === mostReads)
      throw new GatewayError(
        'database_unavailable',
        `a customer was being written by others each of the ${mostReads} times it was read`,
      )
    const ticket = await world.table.takeReadTicket()
    const answers = await Promise.all(open.map((id) => world.stripe.findCustomer(id)))
    const outcomes = await world.table.record(readsOf(answers, world.livemode), ticket)
    const overtaken: string[] = []
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
export async function readCustomer(world: World, id: string): Promise<CustomerAnswer> {
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
