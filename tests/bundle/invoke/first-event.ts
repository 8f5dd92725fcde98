import { secrets } from './environment.ts'
import { event, sign, stripeEvent } from './events.ts'
import type { FunctionEvent } from './invoke.ts'

/**
 * A request that goes the whole way through the door of that name: every gateway is used.
 * @param token a visitor's proof, as the answering services take it
 */
export function firstEvent(name: string, token: string): FunctionEvent {
  const created = stripeEvent('customer.created', { id: 'cus_1', object: 'customer' })
  switch (name) {
    case 'portal-links':
      return event('/api/portal-links', { headers: { authorization: `Bearer ${token}` } })
    case 'stripe-webhook':
      return event('/api/stripe-webhook', {
        headers: sign(created, secrets.STRIPE_WEBHOOK_SECRET),
        body: created,
      })
    case 'health':
      return event('/api/health', { method: 'GET' })
    default:
      return event('/', { body: '{"next_run":"2026-11-20T12:00:00.000Z"}' })
  }
}
