import { createHash } from 'node:crypto'
import type { Change } from '../../services/change.ts'
import type { WebhookEndpoint } from '../../services/stripe-account.ts'
import type { Finding } from '../check.ts'

const field = 'portal_gateway_secret'

/** Enough to compare, and no way back to a secret made at random. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret.trim()).digest('hex').slice(0, 12)
}

/**
 * Whether the endpoint certainly has another secret than these. Stripe shows one only once, so setup notes a hash of it:
 * two machines that set up the same site could not tell otherwise.
 * @param secrets one, or several separated by commas
 */
export function hasOtherSecret({ metadata }: WebhookEndpoint, secrets: string | null): boolean {
  const noted = metadata[field]
  return noted !== undefined && secrets !== null && !secrets.split(',').map(hashOf).includes(noted)
}

/** What notes it, once the endpoint is made. @param made gets the endpoint's id and secret by then */
export function noteSecret(path: string, made: { id: string; secret: string }): Change {
  return {
    brief: 'Create a webhook endpoint',
    says: 'Note a short hash of its secret at the endpoint, for other machines to compare',
    get call() {
      return {
        service: 'stripe' as const,
        method: 'POST' as const,
        path: `${path}/${made.id}`,
        body: { metadata: { [field]: made.secret === '' ? '(its hash)' : hashOf(made.secret) } },
      }
    },
  }
}

/** Somebody else has set up the same site since. */
export function otherSecret({ id }: WebhookEndpoint): Finding {
  return {
    level: 'fault',
    says: `"STRIPE_WEBHOOK_SECRET" is not the secret of the webhook endpoint ${id}`,
    why: 'another run, perhaps on another machine, has made a new endpoint: with this secret every delivery is refused',
    remedy:
      'copy it from the .env of that machine; or remove it from .env here, and run `npm run setup`, which makes a new endpoint',
  }
}
