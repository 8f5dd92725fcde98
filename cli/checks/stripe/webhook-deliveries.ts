import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

const daySeconds = 86_400
/** Younger ones may be on their way. */
const patienceSeconds = 600

/** What Stripe rang for in the last days has arrived. */
export const webhookDeliveries: Check = {
  name: 'webhook_deliveries',
  group: 'stripe',
  async look({ stripe, now }) {
    if (stripe === null) return [unknown('the deliveries of webhooks', takes.stripe)]
    const nowSeconds = now() / 1000
    const since = nowSeconds - 3 * daySeconds
    const all = await stripe.listEvents('all', since)
    if (all.length === 0) return [ok('no webhooks to deliver in the last three days')]
    const waiting = (await stripe.listEvents('undelivered', since)).filter(
      ({ created, pending }) => pending > 0 && created < nowSeconds - patienceSeconds,
    )
    const last = all.find(({ pending }) => pending === 0)
    const lastSays =
      last === undefined ? 'none has arrived' : `the last arrived ${ago(nowSeconds - last.created)}`
    if (waiting.length > 0)
      return [
        {
          level: last === undefined ? 'fault' : 'warning',
          says: `webhooks of the last three days not delivered yet: ${waiting.length === 100 ? '100 or more' : waiting.length}; ${lastSays}`,
          why: 'the table is behind until the scheduled run catches up, at most ten minutes',
          remedy:
            'Stripe: Developers > Webhooks > your endpoint shows what the door answered; docs/errors.md explains it',
        },
      ]
    return [
      ok(
        last === undefined ? 'the first webhooks are on their way' : `webhooks arrive: ${lastSays}`,
      ),
    ]
  },
}

function ago(seconds: number): string {
  if (seconds < 120) return 'just now'
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes ago`
  return `${Math.round(seconds / 3600)} hours ago`
}
