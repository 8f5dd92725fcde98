import { keyPermissions } from '#server/needs.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { Check, Finding } from '../check.ts'
import { causeOf, ok, takes, unknown } from '../guarded.ts'

/** Stripe accepts the key, and the key opens no more than it must. */
export const stripeKey: Check = {
  name: 'stripe_key',
  group: 'stripe',
  async look({ stripe }) {
    if (stripe === null) return [unknown('the Stripe key', takes.stripe)]
    try {
      await stripe.newestCustomer()
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      if (error.status === 401)
        return [
          {
            level: 'fault',
            says: 'Stripe refuses "STRIPE_API_KEY"',
            why: 'the page opens nothing',
            remedy: 'Stripe: Developers > API keys; has the key been rolled or deleted?',
            ...causeOf(error),
          },
        ]
      // A missing permission is reported by the check of the permissions.
      if (error.status !== 403) throw error
    }
    if (!stripe.isRestricted)
      return [
        {
          level: 'warning',
          says: '"STRIPE_API_KEY" is a secret key, which may do everything',
          why: 'anyone who gets hold of it controls the whole Stripe account',
          remedy: 'make a restricted key: `npm run setup` has the link',
        },
      ]
    return [ok('Stripe accepts the key, a restricted one')]
  },
}

/** The key has each permission that the gateway uses: every one is tried. */
export const stripePermissions: Check = {
  name: 'stripe_permissions',
  group: 'stripe',
  async look({ stripe }) {
    if (stripe === null) return [unknown("the Stripe key's permissions", takes.stripe)]
    const tried = await Promise.all(
      keyPermissions.map(async (permission) => ({
        permission,
        isGranted: await stripe.hasPermission(permission),
      })),
    )
    const findings = tried
      .filter(({ isGranted }) => !isGranted)
      .map(({ permission: { slug, row, access, isRequired, without } }): Finding => ({
        level: isRequired ? 'fault' : 'warning',
        says: `"STRIPE_API_KEY" lacks the permission "${row}: ${access}" (${slug})`,
        why: without,
        remedy: `Stripe: Developers > API keys > edit the key: set "${row}" to ${access}`,
      }))
    return findings.length > 0
      ? findings
      : [ok(`the key has all ${keyPermissions.length} permissions`)]
  },
}
