import type { FunctionEvent } from '#local/netlify/event.ts'
import { event } from '#local/netlify/event.ts'
import { signedUpdate } from './requests.ts'

/**
 * A request that goes the whole way through the door of that name: every gateway is used.
 * @param token a visitor's proof, as the instant services take it
 */
export function firstEvent(name: string, token: string): FunctionEvent {
  switch (name) {
    case 'portal-links':
      return event('/api/portal-links', { headers: { authorization: `Bearer ${token}` } })
    case 'stripe-webhook':
      return event('/api/stripe-webhook', signedUpdate('cus_1', { email: 'before@example.com' }))
    case 'health':
      return event('/api/health', { method: 'GET' })
    default:
      return event('/', { body: '{"next_run":"2026-11-20T12:00:00.000Z"}' })
  }
}
