import { marker } from '../../checks/stripe/marker.ts'
import { findOtherPages } from '../../checks/stripe/portal-fix.ts'
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
    const others = await findOtherPages(account, page)
    if (others.length > 0)
      return {
        changes: [],
        kept: made.map(
          ({ id }) =>
            `The portal configuration ${id} stays: another page may use it (${others[0]}).`,
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
