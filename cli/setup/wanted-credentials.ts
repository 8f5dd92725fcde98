import type { KeyPermission } from '#server/needs.ts'
import { keyPermissions } from '#server/needs.ts'
import type { Environment } from '../variables/environment.ts'
import { listSites } from '../services/netlify-sites.ts'
import { readStripeAccount } from '../services/stripe-account.ts'
import { findMissingOfSetupKey, slugsOfSetupKey } from '../services/setup-key.ts'
import { findMissingPermissions, permissionsOfToken } from '../services/token-permissions.ts'
import { ServiceError } from '../services/service-error.ts'
import type { Credential } from './credentials.ts'
import type { SupabaseAccess } from './supabase-access.ts'

/** Stripe's page for a restricted key, with our permissions selected already. */
export function runtimeKeyLink(livemode: boolean): string {
  return keyLink('Portal Gateway', {
    slugs: keyPermissions.map(({ slug }) => slug),
    livemode,
  })
}

/** The same for a key that setup can do its work with. */
function setupKeyLink(livemode: boolean): string {
  return keyLink('Portal Gateway setup', { slugs: slugsOfSetupKey, livemode })
}

const onlyNow = 'It is used only for this run and never stored.'

function keyLink(name: string, order: { slugs: readonly string[]; livemode: boolean }): string {
  const { slugs, livemode } = order
  const query = new URLSearchParams({ name })
  for (const slug of slugs) query.append('permissions[]', slug)
  return `https://dashboard.stripe.com/${livemode ? '' : 'test/'}apikeys/create?${query}`
}

/** The setup key, with which the endpoint and the portal configuration are made. */
export function setupKey(env: Environment): Credential {
  return {
    name: 'STRIPE_SETUP_KEY',
    what: "Stripe's secret key (sk_...), only for setup",
    where:
      'To try things out, switch to a sandbox first (in the account picker). Then Developers > API keys, "Secret key":',
    opens: 'https://dashboard.stripe.com/apikeys',
    notes: [
      'A live secret key is shown only once. If it is lost, this makes a restricted key that will do:',
      setupKeyLink(true),
      onlyNow,
    ],
    judge: (value) => judgeStripeKey(value),
    async prove(value) {
      let missing: string[] = []
      const refusal = await prove('the key', async () => {
        missing = await findMissingOfSetupKey(value, env)
      })
      if (refusal !== undefined || missing.length === 0) return refusal
      return `the key lacks ${missing.join(', ')}. This makes one that has them: ${setupKeyLink(modeOf(value) === 'live')}`
    },
  }
}

/** The key that the deployed site uses. */
export function runtimeKey(env: Environment): Credential {
  const setup = env.STRIPE_SETUP_KEY ?? ''
  const livemode = modeOf(setup) === 'live'
  return {
    name: 'STRIPE_API_KEY',
    what: 'The restricted key (rk_...) that the site will use',
    where: 'Create a restricted key here; its permissions are selected already:',
    opens: runtimeKeyLink(livemode),
    notes: [
      ...(livemode
        ? []
        : ['If that is not your sandbox, do the same in yours: Developers > API keys.']),
      'It needs: ' + keyPermissions.map(({ row, access }) => `${row} ${access}`).join(', ') + '.',
    ],
    judge: (value) =>
      judgeStripeKey(value) ??
      (modeOf(value) === modeOf(setup)
        ? undefined
        : `this is a ${modeOf(value)}-mode key, and the setup key is a ${modeOf(setup)}-mode key: use two keys of the same mode.`),
    async prove(value, warn) {
      const runtime = readStripeAccount(value, { env, now: Date.now })
      const missing: KeyPermission[] = []
      const refusal = await prove('the key', async () => {
        for (const permission of keyPermissions)
          if (!(await runtime.hasPermission(permission))) missing.push(permission)
      })
      if (refusal !== undefined) return refusal
      const lacks = `the key lacks ${missing.map(({ row, access }) => `${row} ${access}`).join(', ')}`
      if (missing.some(({ isRequired }) => isRequired))
        return `${lacks}. Edit it at Stripe, or create another: ${runtimeKeyLink(livemode)}`
      if (missing.length > 0)
        warn(
          `The site will work, but ${lacks}: ${missing.map(({ without }) => without).join('; ')}.`,
        )
      const newest = await readStripeAccount(setup, { env, now: Date.now }).newestCustomer()
      return newest === null || (await runtime.knowsCustomer(newest))
        ? undefined
        : 'this key and the setup key belong to different Stripe accounts.'
    },
  }
}

/**
 * Supabase's access token, for this project.
 * @param ref `null` if the token has to tell which projects there are
 */
export function supabaseToken(supabase: SupabaseAccess, ref: string | null): Credential {
  return {
    name: 'SUPABASE_ACCESS_TOKEN',
    what: "Supabase's access token (sbp_...)",
    where: 'Create one here, and delete it when you are done:',
    opens: 'https://supabase.com/dashboard/account/tokens',
    notes: [`It needs: ${permissionsOfToken}.`, onlyNow],
    judge: (value) => (/^sbp_\w+$/.test(value) ? undefined : 'it must begin with sbp_.'),
    async prove(value) {
      if (ref === null) return prove('the token', () => supabase.list(value))
      let missing: string[] | null = []
      const refusal = await prove('the token', async () => {
        missing = await findMissingPermissions(supabase.open(value, ref))
      })
      if (missing === null)
        return `it does not open the Supabase project "${ref}": is that ref right, and the token of the account that owns the project?`
      if (refusal !== undefined || missing.length === 0) return refusal
      return `the token lacks ${missing.join(', ')}. What a token may do can't be changed: create another that has ${permissionsOfToken}.`
    },
  }
}

/** Netlify's access token. */
export function netlifyToken(env: Environment): Credential {
  return {
    name: 'NETLIFY_AUTH_TOKEN',
    what: "Netlify's personal access token",
    where: 'Create one here, and delete it when you are done:',
    opens: 'https://app.netlify.com/user/applications#personal-access-tokens',
    notes: [onlyNow],
    judge: (value) =>
      /^[\w-]{20,}$/.test(value) ? undefined : 'it must be a long word like nfp_...',
    prove: (value) => prove('the token', () => listSites(env, value)),
  }
}

function judgeStripeKey(value: string): string | undefined {
  return /^[rs]k_(test|live)_\S+$/.test(value)
    ? undefined
    : 'it must begin with rk_live_, rk_test_, sk_live_ or sk_test_.'
}

function modeOf(key: string): string {
  return key.split('_')[1] ?? ''
}

async function prove(what: string, ask: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await ask()
    return undefined
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.status === 401) return `${what} is refused: copy it again, in full.`
    // A key with fewer permissions is judged by the checks.
    return error.status === 403 ? undefined : `${error.message}. Try again.`
  }
}
