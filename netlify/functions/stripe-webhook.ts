import type { Config } from '@netlify/functions'
import { json, readText } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door(
  { name: 'stripe-webhook', cors: 'none' },
  async ({ assertRecent, applyStripeEvent }, request, note) => {
    const signature = request.headers.get('stripe-signature')
    assertRecent(signature)
    // Stripe's events about customers have a few kilobytes.
    const body = await readText(request, 256 * 1024)
    const answer = await applyStripeEvent({ body, signature })
    note({ outcome: answer.outcome })
    return json(answer)
  },
)

export const config: Config = { path: '/api/stripe-webhook' }
