import { createStripeWebhooks } from '../gateways/stripe/webhook-signature.ts'
import { createKeptLetters } from '../gateways/supabase/kept-letters.ts'
import { applyStripeEvent } from '../use-cases/events/apply-stripe-event.ts'
import type { Shared } from './shared.ts'

export type EventsGateway = ReturnType<typeof wireEvents>

/** Webhooks. */
export function wireEvents({ config, client, api, now, ...shared }: Shared) {
  const webhooks = createStripeWebhooks(client, { secrets: config.stripe.webhookSecrets, now })
  const world = {
    ...shared,
    webhooks,
    texts: config.texts,
    letters: createKeptLetters(api),
    deadline: (milliseconds: number) => AbortSignal.timeout(milliseconds),
  }
  return {
    applyStripeEvent: (delivery: Parameters<typeof applyStripeEvent>[1]) =>
      applyStripeEvent(world, delivery),
    assertRecent: webhooks.assertRecent,
  }
}
