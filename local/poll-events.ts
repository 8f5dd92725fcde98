import { createHmac } from 'node:crypto'
import Stripe from 'stripe'

const everyMilliseconds = 5000

/**
 * Stands in for Stripe's deliveries where no tunnel leads to this machine: asks the real Stripe for new customer
 * events and rings the webhook's door with each, signed with the run's own secret.
 * @returns stops it
 */
export function pollEvents(origin: string): () => void {
  const stripe = new Stripe(process.env.STRIPE_API_KEY || process.env.STRIPE_SECRET_KEY || '', {
    maxNetworkRetries: 2,
  })
  const secret = process.env.STRIPE_WEBHOOK_SECRET?.split(',').at(-1) ?? ''
  const types = ['customer.created', 'customer.updated', 'customer.deleted']
  const rung = new Set<string>()
  let since = Math.floor(Date.now() / 1000)

  async function poll(): Promise<void> {
    // One second back, because events of a second may come to light one after the other.
    const question = { types, created: { gte: since - 1 }, limit: 100 }
    for await (const event of stripe.events.list(question)) {
      if (rung.has(event.id)) continue
      await ring(`${origin}/api/stripe-webhook`, JSON.stringify(event), secret)
      rung.add(event.id)
      since = Math.max(since, event.created)
    }
  }

  const timer = setInterval(() => {
    poll().catch((error: unknown) => {
      console.error('Stripe could not be asked for events:', (error as Error).name)
    })
  }, everyMilliseconds)
  return () => clearInterval(timer)
}

async function ring(url: string, body: string, secret: string): Promise<void> {
  const at = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Stripe-Signature': `t=${at},v1=${signature}`,
    },
    body,
  })
}
