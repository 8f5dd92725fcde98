import type { FunctionEvent } from '#local/netlify/event.ts'
import { event } from '#local/netlify/event.ts'
import type { doors } from '#server/needs.ts'
import { signedUpdate } from './requests.ts'

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** By door: a request that goes the whole way through it, so that every gateway is used. */
const events: Record<keyof typeof doors, (token: string) => FunctionEvent> = {
  'portal-links': (token) => event('/api/portal-links', { headers: bearer(token) }),
  invoices: (token) =>
    event('/api/invoices', { headers: bearer(token), body: '{"customer":"cus_0"}' }),
  orders: (token) => event('/api/orders', { headers: bearer(token), body: '{}' }),
  checkout: (token) =>
    event('/api/checkout', {
      headers: bearer(token),
      body: '{"items":[{"price":"price_1"}],"key":"of-the-bench-0001"}',
    }),
  purchase: () => event('/api/purchase', { body: '{"session":"cs_test_1"}' }),
  tokens: (token) => event('/api/tokens', { method: 'GET', headers: bearer(token) }),
  me: () => event('/api/me', { method: 'GET', headers: bearer(`pg_test_${'0'.repeat(38)}`) }),
  'stripe-webhook': () =>
    event('/api/stripe-webhook', signedUpdate('cus_1', { email: 'before@example.com' })),
  offers: () => event('/api/offers', { method: 'GET' }),
  product: () => event('/p/prod_1', { method: 'GET' }),
  health: () => event('/api/health', { method: 'GET' }),
  'sync-customers': () => event('/', { body: '{"next_run":"2026-11-20T12:00:00.000Z"}' }),
}

/**
 * The first request of a new process.
 * @param name a door's, or that of a function that is measured beside them
 * @param token a visitor's proof, as the instant services take it
 */
export function firstEvent(name: string, token: string): FunctionEvent {
  return name in events ? events[name as keyof typeof events](token) : event('/')
}
