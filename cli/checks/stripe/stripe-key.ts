import type { Permission } from '../../services/stripe-account.ts'
import { permissions } from '../../services/stripe-account.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** Stripe takes the key, and the key opens no more than it must. */
export const stripeKey: Check = {
  name: 'stripe_key',
  group: 'stripe',
  async look({ stripe }) {
    if (stripe === null) return [unknown('the Stripe key', takes.stripe)]
    try {
      await stripe.newestCustomer()
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      if (error.status !== 403)
        return [
          error.status === 401
            ? {
                level: 'fault',
                says: '"STRIPE_API_KEY" is refused by Stripe',
                why: 'the page opens nothing',
                remedy: 'Stripe: Developers > API keys; has the key been rolled or deleted?',
              }
            : {
                level: 'fault',
                says: error.message,
                why: 'without Stripe there are no links',
                remedy: 'look at https://status.stripe.com, then look again',
              },
        ]
    }
    if (!stripe.isRestricted)
      return [
        {
          level: 'warning',
          says: '"STRIPE_API_KEY" is a secret key, which may do everything',
          why: 'whoever gets hold of it gets the whole Stripe account',
          remedy: 'make a restricted key: `npm run setup` has the link',
        },
      ]
    return [ok('Stripe takes the key, a restricted one')]
  },
}

const consequences: Record<Permission['slug'], string> = {
  rak_customer_read: 'the page finds nobody',
  rak_subscription_read: 'entries show no subscriptions, and the current ones can not come first',
  rak_plan_read: 'entries show no prices',
  rak_product_read: 'entries show no product names',
  rak_event_read: 'missed webhooks are not made up for',
  rak_customer_portal_write: 'the page opens no portal',
}

const needed = new Set<Permission['slug']>([
  'rak_customer_read',
  'rak_event_read',
  'rak_customer_portal_write',
])

/** The key has each permission that the gateway uses: every one is tried. */
export const stripePermissions: Check = {
  name: 'stripe_permissions',
  group: 'stripe',
  async look({ stripe }) {
    if (stripe === null) return [unknown("the Stripe key's permissions", takes.stripe)]
    const tried = await Promise.all(
      permissions.map(async (permission) => ({
        permission,
        isGranted: await stripe.hasPermission(permission),
      })),
    )
    const findings = tried
      .filter(({ isGranted }) => !isGranted)
      .map(({ permission: { slug, row, access } }): Finding => ({
        level: needed.has(slug) ? 'fault' : 'warning',
        says: `"STRIPE_API_KEY" lacks the permission "${row}: ${access}" (${slug})`,
        why: consequences[slug],
        remedy: `Stripe: Developers > API keys > edit the key: set "${row}" to ${access}`,
      }))
    return findings.length > 0
      ? findings
      : [ok(`the key has all ${permissions.length} permissions`)]
  },
}
