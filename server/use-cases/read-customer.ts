import { GatewayError } from '../errors.ts'
import type { CustomerTable } from '../gateways/customer-table.ts'
import type { StripeGateway } from '../gateways/stripe.ts'
import type { CustomerAnswer } from '../rules/customer.ts'
import { toRead, toTombstone } from '../rules/customer.ts'

type World = { stripe: StripeGateway; table: CustomerTable; livemode: boolean }

const mostReads = 5

/**
 * Reads one customer at Stripe and records it: ticket, read, record, and again while another reader was faster.
 * A customer that this key does not know is left out and left alone.
 *
 * @returns what Stripe said in the read that the table took
 * @throws `database_unavailable` where the read was overtaken five times; whatever Stripe and the database throw
 */
export async function readCustomer(world: World, id: string): Promise<CustomerAnswer> {
  for (let reads = 0; reads < mostReads; reads += 1) {
    const ticket = await world.table.takeReadTicket()
    const answer = await world.stripe.findCustomer(id)
    if (answer.kind === 'unknown') return answer
    const read =
      answer.kind === 'deleted' ? toTombstone(id, world.livemode) : toRead(answer.customer)
    const outcomes = await world.table.record([read], ticket)
    switch (outcomes.get(id)) {
      case 'recorded':
        return answer
      case 'deleted':
        return { kind: 'deleted', id }
      default:
    }
  }
  throw new GatewayError(
    'database_unavailable',
    `a customer was being written by others each of the ${mostReads} times it was read`,
  )
}
