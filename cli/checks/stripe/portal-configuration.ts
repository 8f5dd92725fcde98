import { ServiceError } from '../../services/service-error.ts'
import type { PortalConfiguration, StripeAccount } from '../../services/stripe-account.ts'
import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { marker } from './marker.ts'
import type { Difference } from './portal-changes.ts'
import { differencesIn, hasPlansWithCredits, tellDifferences } from './portal-changes.ts'
import { allowsAddress, isUseful, lackingIn } from './portal-features.ts'
import { correctConfiguration, createConfiguration, findOtherPages } from './portal-fix.ts'

/** The portal is set up in this mode, customers can't edit their email address in it, and changes of plan fit credits. */
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
    const further = [
      ...warnings(found, what),
      ...tellDifferences(await unfit(world, found), what),
      ...(await lookForLogin(reader)),
    ]
    return further.length > 0
      ? further
      : [ok(`the portal is set up (${what}), and addresses cannot be edited in it`)]
  },
  async fix(world) {
    const { account, env, page } = world
    if (account === null) return []
    const found = await findInUse(account, valueOf(env, 'STRIPE_PORTAL_CONFIGURATION'))
    const isRight = found !== null && found.active && !allowsAddress(found)
    if (isRight && (await unfit(world, found)).length === 0) return []
    const keep = async (answer: unknown) =>
      world.keep({ STRIPE_PORTAL_CONFIGURATION: (answer as { id: string }).id })
    const all = await account.listPortalConfigurations()
    const ours = all.find(isOurs)
    if (ours !== undefined) {
      const differences = await unfit(world, ours)
      const others = await findOtherPages(account, page)
      return [correctConfiguration(ours, { differences, keep, others })]
    }
    const model = found ?? all.find(({ is_default }) => is_default) ?? null
    return [createConfiguration(model, { differences: await unfit(world, model), keep })]
  },
}

/** What of its changes of plan doesn't fit credits, if any plan has some. */
async function unfit({ stripe }: World, found: PortalConfiguration | null): Promise<Difference[]> {
  const differences = found === null ? [] : differencesIn(found.features)
  return differences.length > 0 && (await hasPlansWithCredits(stripe)) ? differences : []
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

function isOurs({ metadata, active }: PortalConfiguration): boolean {
  return active && metadata?.portal_gateway === marker.portal_gateway
}
