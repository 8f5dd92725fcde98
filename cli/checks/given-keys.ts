import { ServiceError } from '../services/service-error.ts'
import type { World } from '../world.ts'
import type { Check, Finding } from './check.ts'
import { causeOf, ok, takes, unknown } from './guarded.ts'

/**
 * What was given for this run only opens something. Supabase's token has a check of its own, which also looks at the
 * project.
 */
export const givenKeys: Check = {
  name: 'given_keys',
  group: 'variables',
  async look(world) {
    const { STRIPE_SETUP_KEY: key, NETLIFY_AUTH_TOKEN: token } = world.env
    const findings = [
      ...(key === undefined ? [] : await judgeSetupKey(world)),
      ...(token === undefined ? [] : await judgeNetlifyToken(world)),
    ]
    if (findings.length > 0) return findings
    const isGiven = key !== undefined || token !== undefined
    return [ok(isGiven ? 'what was given for this run is accepted' : 'nothing was given to refuse')]
  },
}

async function judgeSetupKey({ account }: World): Promise<Finding[]> {
  if (account === null)
    return [
      {
        level: 'fault',
        says: '"STRIPE_SETUP_KEY" does not look like a key of Stripe',
        why: 'the webhook endpoint and the portal cannot be checked',
        remedy: 'copy it again, whole (sk_..., rk_...): Stripe: Developers > API keys',
      },
    ]
  return refused(() => account.newestCustomer(), {
    says: 'Stripe refuses "STRIPE_SETUP_KEY"',
    why: 'the webhook endpoint and the portal cannot be checked',
    remedy: 'Stripe: Developers > API keys; has the key been rolled, deleted, or has it expired?',
  })
}

async function judgeNetlifyToken(world: World): Promise<Finding[]> {
  const { site } = world
  let count = 0
  const findings = await refused(
    async () => {
      if (site === null) count = (await world.listSites()).length
      else await site.find()
    },
    {
      says: 'Netlify refuses "NETLIFY_AUTH_TOKEN"',
      why: "the site's variables and its deploy cannot be checked",
      remedy:
        'has it expired? Create another: https://app.netlify.com/user/applications#personal-access-tokens',
    },
  )
  if (findings.length > 0 || site !== null) return findings
  return [unknown(`which of ${count} sites "NETLIFY_AUTH_TOKEN" is for`, takes.siteName)]
}

/** The finding, if the service refuses the key; whatever else goes wrong, its own checks say. */
async function refused(
  ask: () => Promise<unknown>,
  finding: Omit<Finding, 'level'>,
): Promise<Finding[]> {
  try {
    await ask()
    return []
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return error.status === 401 ? [{ level: 'fault', ...finding, ...causeOf(error) }] : []
  }
}
