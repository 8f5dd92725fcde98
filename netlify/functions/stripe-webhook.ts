import type { Config } from '@netlify/functions'
import { json, readText } from '#server/http/body.ts'
import { door } from '#server/http/door.ts'

export default door(
  { name: 'stripe-webhook', cors: 'none' },
  async ({ applyStripeEvent }, request, note) => {
    const answer = await applyStripeEvent({
      body: await readText(request, 1024 * 1024),
      signature: request.headers.get('stripe-signature'),
    })
    note({ outcome: answer.outcome })
    return json(answer)
  },
)

export const config: Config = { path: '/api/stripe-webhook' }
