import type { WebhookResponse } from '../../contract/webhook.ts'
import type { CustomerTable } from '../../gateways/supabase/customer-table.ts'
import type { StripeEvents } from '../../gateways/stripe/webhook-signature.ts'
import type { StripeGateway } from '../../gateways/stripe/customers.ts'
import { toTombstone } from '../../rules/customer.ts'
import { judgeEvent } from '../../rules/events/judge-event.ts'
import { readCustomer } from '../customers/read-customers.ts'

type World = {
  events: StripeEvents
  stripe: StripeGateway
  table: CustomerTable
  livemode: boolean
}

/**
 * Brings the table in step with the customer that a webhook rang for.
 *
 * @param delivery the raw body and its `Stripe-Signature` header
 * @throws `signature_invalid`, `body_invalid`; whatever Stripe or the database throw, so that Stripe delivers again
 */
export async function applyStripeEvent(
  world: World,
  delivery: { body: string; signature: string | null },
): Promise<WebhookResponse> {
  const event = await world.events.read(delivery.body, delivery.signature)
  const verdict = judgeEvent(event, world.livemode)
  switch (verdict.kind) {
    case 'ignored':
    case 'unchanged':
      return { received: true, outcome: verdict.kind }
    case 'deleted':
      // Ticket 0: a deletion is taken whatever the row's ticket.
      await world.table.record([toTombstone(verdict.customer, world.livemode)], 0)
      return { received: true, outcome: 'recorded' }
    case 'changed': {
      const answer = await readCustomer(world, verdict.customer)
      return { received: true, outcome: answer.kind === 'unknown' ? 'ignored' : 'recorded' }
    }
  }
}
