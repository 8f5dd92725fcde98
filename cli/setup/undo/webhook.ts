import { isOurs } from '../../checks/stripe/webhook-faults.ts'
import { webhookUrlOf } from '../../services/deployed-page.ts'
import type { Undoing } from './undoing.ts'

/** The webhook endpoint at the page. Marked ones elsewhere may be another site's. */
export const webhook: Undoing = {
  name: 'webhook_endpoint',
  group: 'stripe',
  async find({ account, page }) {
    if (account === null) return { changes: [], kept: [] }
    const url = page === null ? null : webhookUrlOf(page)
    const all = await account.listWebhookEndpoints()
    const here = all.filter((endpoint) => endpoint.url === url)
    const place = `https://dashboard.stripe.com/${account.livemode ? '' : 'test/'}webhooks`
    return {
      changes: here.filter(isOurs).map(({ id }) => ({
        says: `Delete the webhook endpoint ${id} at ${url}`,
        brief: 'Delete the webhook endpoint',
        call: { service: 'stripe', method: 'DELETE', path: `/v1/webhook_endpoints/${id}` },
      })),
      kept: [
        ...here
          .filter((endpoint) => !isOurs(endpoint))
          .map(({ id }) => `The webhook endpoint ${id} at ${url} was made by hand: ${place}`),
        ...all
          .filter((endpoint) => isOurs(endpoint) && endpoint.url !== url)
          .map(
            ({ id, url: at }) => `The webhook endpoint ${id} is another page's (${at}): ${place}`,
          ),
      ],
    }
  },
}
