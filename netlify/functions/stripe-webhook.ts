import type { Config } from '@netlify/functions'
import { door, json, readText } from '#server/http/door.ts'

export default door(
  'stripe-webhook',
  async ({ applyStripeEvent }, request, note) => {
    const answer = await applyStripeEvent({
      body: await readText(request, 1024 * 1024),
      signature: request.headers.get('stripe-signature'),
    })
    note({ outcome: answer.outcome })
    return json(answer)
  },
  'webhook',
)

export const config: Config = { path: '/api/stripe-webhook' }
