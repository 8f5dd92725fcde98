import { webhookUrlOf } from '../../services/deployed-page.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { World } from '../../world.ts'
import type { Check } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { judgeDeliveries } from './judge-deliveries.ts'

const daySeconds = 86_400

/** What Stripe rang for in the last days has arrived. */
export const webhookDeliveries: Check = {
  name: 'webhook_deliveries',
  group: 'stripe',
  async look(world) {
    const { stripe, now } = world
    if (stripe === null) return [unknown('the deliveries of webhooks', takes.stripe)]
    const nowSeconds = now() / 1000
    const begin = nowSeconds - 3 * daySeconds
    const all = await stripe.listEvents('all', begin)
    if (all.length === 0) return [ok('no webhooks to deliver in the last three days')]
    const undelivered = await stripe.listEvents('undelivered', begin)
    const found = await findBegin(world)
    const since = found instanceof ServiceError ? null : found
    const verdict = judgeDeliveries({ all, undelivered, since, now: nowSeconds })
    if (verdict !== null) return [verdict]
    if (found instanceof ServiceError) throw found
    return [unknown('whether webhooks arrive', takes.account)]
  },
}

/** When the oldest endpoint at our address was made; `null` if there is none, or nobody can be asked; or why that failed. */
async function findBegin({ account, page }: World): Promise<number | null | ServiceError> {
  if (account === null || page === null) return null
  const url = webhookUrlOf(page)
  try {
    const here = (await account.listWebhookEndpoints()).filter((each) => each.url === url)
    return here.length === 0 ? null : Math.min(...here.map(({ created }) => created))
  } catch (error) {
    if (error instanceof ServiceError) return error
    throw error
  }
}
