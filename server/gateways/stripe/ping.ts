import type { StripeClient } from './client.ts'
import { toGatewayError } from './fault.ts'

const patience = { timeout: 3000, maxNetworkRetries: 0 }

/**
 * Resolves while Stripe answers with what every sign-in needs, a list of customers; whose they are is not looked at.
 * @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing`
 */
export async function pingStripe(client: StripeClient): Promise<void> {
  try {
    await (await client()).customers.list({ limit: 1 }, patience)
  } catch (error) {
    throw toGatewayError(error, 'GET /v1/customers')
  }
}
