import { marker } from '../../checks/stripe/portal-configuration.ts'
import { isOurs } from '../../checks/stripe/webhook-faults.ts'
import { webhookUrlOf } from '../../services/deployed-page.ts'
import type { Undoing } from './undoing.ts'

const path = '/v1/billing_portal/configurations'

/** The portal's configuration: Stripe deletes none, and an active one may be another site's, too. */
export const portal: Undoing = {
  name: 'portal_configuration',
  group: 'stripe',
  async find({ account, page }) {
    if (account === null) return { changes: [], kept: [] }
    const made = (await account.listPortalConfigurations()).filter(
      ({ metadata, is_default: isDefault }) =>
        metadata?.portal_gateway === marker.portal_gateway && !isDefault,
    )
    const own = page === null ? null : webhookUrlOf(page)
    const others = (await account.listWebhookEndpoints()).filter(
      (endpoint) => isOurs(endpoint) && endpoint.url !== own,
    )
    if (others.length > 0)
      return {
        changes: [],
        kept: made.map(
          ({ id }) =>
            `The portal configuration ${id} stays: another page may use it (${others[0]!.url}).`,
        ),
      }
    return {
      changes: made.map(({ id }) => ({
        says: `Deactivate the portal configuration ${id}; Stripe deletes none`,
        brief: 'Deactivate the portal configuration; Stripe deletes none',
        call: { service: 'stripe', method: 'POST', path: `${path}/${id}`, body: { active: false } },
      })),
      kept: [],
    }
  },
}
