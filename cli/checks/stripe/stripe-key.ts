import type { KeyPermission } from '#server/needs.ts'
import { keyPermissions, offWithout } from '#server/needs.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { StripeAccount } from '../../services/stripe-account.ts'
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
    const lacking = tried.filter(({ isGranted }) => !isGranted)
    const findings = await Promise.all(
      lacking.map(async ({ permission }) => lacks(permission, await findOff(permission, stripe))),
    )
    return findings.length > 0
      ? findings
      : [ok(`the key has all ${keyPermissions.length} permissions`)]
  },
}

/** @param off the subject of the synchronization that is off without it */
function lacks(permission: KeyPermission, off: string | null): Finding {
  const { slug, row, access, isRequired, without } = permission
  return {
    level: isRequired ? 'fault' : 'warning',
    says: `"STRIPE_API_KEY" lacks the permission "${row}: ${access}" (${slug})`,
    // By the word of `npm run sync`, and of the clock.
    why: off === null ? without : `${without}; "${off}" is off`,
    remedy: `Stripe: Developers > API keys > edit the key: set "${row}" to ${access}`,
  }
}

/** A key that may not write may still read: then nothing is off. */
async function findOff({ slug }: KeyPermission, stripe: StripeAccount): Promise<string | null> {
  const read = slug.replace(/_write$/, '_read')
  if (!isOff(read)) return null
  return read !== slug && (await stripe.hasPermission({ slug: read })) ? null : offWithout[read]
}

function isOff(slug: string): slug is keyof typeof offWithout {
  return Object.hasOwn(offWithout, slug)
}
