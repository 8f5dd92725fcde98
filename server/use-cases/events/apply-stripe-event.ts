import type { WebhookResponse } from '../../contract/webhook.ts'
import type { StripeWebhooks } from '../../gateways/stripe/webhook-signature.ts'
import { hashVariables, isDoctorsRing } from '../../rules/events/doctors-ring.ts'
import type { KeepingWorld } from './refresh-or-keep.ts'
import { refreshOrKeep } from './refresh-or-keep.ts'
import { routeEvent } from './route-event.ts'

type World = KeepingWorld & {
  webhooks: StripeWebhooks
  /** What the doors run with, by name. */
  texts: ReadonlyMap<string, string>
}

/**
 * Brings the records in step with what a webhook rang for, or keeps the letter for the clock.
 *
 * @param delivery the raw body and its `Stripe-Signature` header
 * @throws `signature_invalid`, `body_invalid`; whatever Stripe or the database throw, so that Stripe delivers again
 */
export async function applyStripeEvent(
  world: World,
  delivery: { body: string; signature: string | null },
): Promise<WebhookResponse> {
  const event = await world.webhooks.readEvent(delivery.body, delivery.signature)
  if (isDoctorsRing(event))
    return { received: true, outcome: 'ignored', variables: hashVariables(world.texts) }
  const errand = routeEvent(event, world.livemode)
  switch (errand.kind) {
    case 'ignored':
    case 'unchanged':
      return { received: true, outcome: errand.kind }
    case 'bury':
      await errand.subject.bury(world, errand.id)
      return { received: true, outcome: 'recorded' }
    case 'refresh':
      return { received: true, outcome: await refreshOrKeep(world, errand) }
  }
}
