import Stripe from 'stripe'
import { eventTypes } from './event-types.ts'
import { signPayload } from './stripe/webhooks/sign-payload.ts'

const everyMilliseconds = 5000
/** In one question. https://docs.stripe.com/api/events/list */
const mostTypes = 20

/**
 * Replaces Stripe's deliveries, which don't reach this machine: asks the real Stripe for new events and delivers each
 * to the webhook's door, signed with the run's own secret.
 * @returns stops it
 */
export function pollEvents(origin: string): () => void {
  const stripe = new Stripe(process.env.STRIPE_API_KEY || process.env.STRIPE_SECRET_KEY || '', {
    maxNetworkRetries: 2,
  })
  const secret = process.env.STRIPE_WEBHOOK_SECRET?.split(',').at(-1) ?? ''
  const delivered = new Set<string>()
  let since = Math.floor(Date.now() / 1000)

  async function poll(): Promise<void> {
    // One second back, because the events of one second may appear one after another.
    const created = { gte: since - 1 }
    for (let at = 0; at < eventTypes.length; at += mostTypes) {
      const question = { types: eventTypes.slice(at, at + mostTypes), created, limit: 100 }
      for await (const event of stripe.events.list(question)) {
        if (delivered.has(event.id)) continue
        await deliver(`${origin}/api/stripe-webhook`, JSON.stringify(event), secret)
        delivered.add(event.id)
        since = Math.max(since, event.created)
      }
    }
  }

  const timer = setInterval(() => {
    poll().catch((error: unknown) => {
      console.error("Couldn't ask Stripe for events:", (error as Error).name)
    })
  }, everyMilliseconds)
  return () => clearInterval(timer)
}

async function deliver(url: string, body: string, secret: string): Promise<void> {
  const signedAt = Math.floor(Date.now() / 1000)
  await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Stripe-Signature': signPayload(body, { secrets: [secret], signedAt }),
    },
    body,
  })
}
