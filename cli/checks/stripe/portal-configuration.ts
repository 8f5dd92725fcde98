import type { Change } from '../../services/change.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { PortalConfiguration, StripeAccount } from '../../services/stripe-account.ts'
import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { copyFeatures, isUseful, lackingIn } from './portal-features.ts'

/** What marks objects of ours at Stripe, so that a second run finds them. */
export const marker = { portal_gateway: 'set-up' }
const path = '/v1/billing_portal/configurations'

type Keep = NonNullable<Change['keep']>

/** The portal is set up in this mode, and customers can't edit their email address in it. */
export const portalConfiguration: Check = {
  name: 'portal_configuration',
  group: 'stripe',
  async look(world) {
    const reader = readerOf(world)
    if (reader === null) return [unknown("the portal's configuration", takes.stripe)]
    const named = valueOf(world.env, 'STRIPE_PORTAL_CONFIGURATION')
    const found = await findInUse(reader, named).catch((error: unknown) => {
      // Whether a key that may write the portal's sessions may read this is not documented.
      if (error instanceof ServiceError && error.status === 403) return 'hidden' as const
      throw error
    })
    if (found === 'hidden') return [unknown("the portal's configuration", takes.account)]
    if (found === null) return [absent(named, reader.livemode)]
    const what = named === null ? 'the default portal configuration' : `"${named}"`
    if (!found.active)
      return [
        {
          level: 'fault',
          says: `${what} is not active`,
          why: 'the page opens no portal',
          remedy: 'run `npm run setup`',
        },
      ]
    if (allowsAddress(found))
      return [
        {
          level: 'fault',
          says: `customers can edit their email address in the portal (${what})`,
          why: "anyone who enters a stranger's address plants a billing account under it, and a typing error locks the customer out",
          remedy:
            'run `npm run setup`; or Stripe: Settings > Billing > Customer portal > Customer information: email off',
        },
      ]
    const further = [...warnings(found, what), ...(await lookForLogin(reader))]
    return further.length > 0
      ? further
      : [ok(`the portal is set up (${what}), and addresses cannot be edited in it`)]
  },
  async fix(world) {
    const { account, env } = world
    if (account === null) return []
    const found = await findInUse(account, valueOf(env, 'STRIPE_PORTAL_CONFIGURATION'))
    if (found !== null && found.active && !allowsAddress(found)) return []
    const keep = async (answer: unknown) =>
      world.keep({ STRIPE_PORTAL_CONFIGURATION: (answer as { id: string }).id })
    const all = await account.listPortalConfigurations()
    const ours = all.find(isOurs)
    if (ours !== undefined) return [update(ours, keep)]
    const model = found ?? all.find(({ is_default }) => is_default) ?? null
    return [create(model, keep)]
  },
}

/** With the setup key if there is one: it may read what the runtime key may not. */
function readerOf({ account, stripe }: World): StripeAccount | null {
  return account !== null && (stripe === null || account.livemode === stripe.livemode)
    ? account
    : stripe
}

async function findInUse(
  reader: StripeAccount,
  named: string | null,
): Promise<PortalConfiguration | null> {
  if (named !== null) return reader.findPortalConfiguration(named)
  const all = await reader.listPortalConfigurations()
  return all.find(({ is_default }) => is_default) ?? null
}

function absent(named: string | null, livemode: boolean): Finding {
  const mode = livemode ? 'live' : 'test'
  return {
    level: 'fault',
    says:
      named === null
        ? `the portal's settings were never saved in ${mode} mode`
        : `"STRIPE_PORTAL_CONFIGURATION" names a configuration that this account does not have in ${mode} mode`,
    why: 'the page opens no portal (portal_not_configured)',
    remedy: 'run `npm run setup`; or Stripe: Settings > Billing > Customer portal > Save',
  }
}

function warnings(found: PortalConfiguration, what: string): Finding[] {
  if (!isUseful(found))
    return [
      {
        level: 'fault',
        says: `customers can do nothing in the portal (${what})`,
        why: 'every link of the page leads to an empty one',
        remedy: 'Stripe: Settings > Billing > Customer portal: turn on what they may do, and save',
      },
    ]
  return lackingIn(found).map(({ can, setting }) => ({
    level: 'warning',
    says: `customers can't ${can} online (${what})`,
    why: 'the page does not offer it, and they write to you instead',
    remedy: `Stripe: Settings > Billing > Customer portal > ${setting}`,
  }))
}

/** Stripe's own page for signing in opens one customer of an address, ours all of them. */
async function lookForLogin(reader: StripeAccount): Promise<Finding[]> {
  const all = await reader.listPortalConfigurations()
  if (!all.some(({ login_page: page }) => page.enabled)) return []
  return [
    {
      level: 'warning',
      says: "Stripe's own login page for the portal is on",
      why: 'it opens one billing account per address: customers see different things at two pages',
      remedy:
        'once you have announced yours: Stripe > Settings > Billing > Customer portal > Launch customer portal with a link: deactivate it',
    },
  ]
}

function allowsAddress({ features: { customer_update: update } }: PortalConfiguration): boolean {
  return update.enabled && update.allowed_updates.includes('email')
}

function isOurs({ metadata, active }: PortalConfiguration): boolean {
  return active && metadata?.portal_gateway === marker.portal_gateway
}

function create(model: PortalConfiguration | null, keep: Keep): Change {
  return {
    brief: 'Create a portal configuration without address editing',
    says:
      model === null
        ? 'Create a portal configuration without address editing'
        : `Create a portal configuration like "${model.id}", without address editing`,
    call: {
      service: 'stripe',
      method: 'POST',
      path,
      body: {
        name: 'Portal Gateway',
        features: copyFeatures(model),
        ...(model === null ? {} : copyProfile(model)),
        metadata: marker,
      },
    },
    keep,
    ifRefused:
      'Stripe > Settings > Billing > Customer portal: remove "Email address" from "Customer information", and save',
  }
}

/** Ours from an earlier run: corrected, and used. */
function update(ours: PortalConfiguration, keep: Keep): Change {
  return {
    says: `Turn off address editing in the portal configuration "${ours.id}", and use it`,
    call: {
      service: 'stripe',
      method: 'POST',
      path: `${path}/${ours.id}`,
      body: { features: { customer_update: copyFeatures(ours).customer_update }, metadata: marker },
    },
    keep,
  }
}

function copyProfile({ business_profile: profile, default_return_url: url }: PortalConfiguration) {
  const given = Object.entries(profile).filter(([, value]) => typeof value === 'string')
  return {
    ...(given.length === 0 ? {} : { business_profile: Object.fromEntries(given) }),
    ...(url === null ? {} : { default_return_url: url }),
  }
}
