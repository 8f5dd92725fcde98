import { ServiceError } from '../services/service-error.ts'
import type { World } from '../world.ts'
import { permissionsOfToken } from '../services/token-permissions.ts'
import type { Check, Finding } from './check.ts'

/** What it takes to check something that nobody could be asked about. */
export const takes = {
  stripe: 'set "STRIPE_API_KEY"',
  account:
    'give "STRIPE_SETUP_KEY" for this run (Stripe: Developers > API keys, the secret key of the same mode)',
  project:
    'give "SUPABASE_ACCESS_TOKEN" (https://supabase.com/dashboard/account/tokens) and --supabase-project for this run',
  name: 'name the project: --supabase-project <ref>',
  data: 'set "SUPABASE_URL" and its two keys',
  site: 'give "NETLIFY_AUTH_TOKEN" (https://app.netlify.com/user/applications) and --netlify-site for this run',
  siteName: 'name the site: --netlify-site <id or name>',
  deployed: 'set "FRONTEND_URL", or give --page',
} as const

/** The cause where a token is there, and nobody says which project it is for. */
export const unnamedCause = 'supabase unnamed'

/** It could not be checked, and this is what that takes. */
export function unknown(what: string, remedy: string): Finding {
  return { level: 'unknown', says: `${what}: not checked`, remedy }
}

export function ok(says: string): Finding {
  return { level: 'ok', says }
}

/** The same check, which reports `unknown` if a service refuses or does not answer. */
export function guarded(check: Check): Check {
  return {
    ...check,
    async look(world) {
      try {
        return (await check.look(world)).map((finding) => ofUnnamed(finding, world))
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        return [
          {
            level: 'unknown',
            says: `${check.name.replaceAll('_', ' ')}: ${error.message}`,
            remedy: remedyOf(error),
            ...causeOf(error),
          },
        ]
      }
    },
  }
}

/** A token that was given is not asked for: it only opens no project, or more than one. */
function ofUnnamed(finding: Finding, { env, unnamed }: World): Finding {
  if (finding.remedy !== takes.project || env.SUPABASE_ACCESS_TOKEN === undefined) return finding
  const { cause } = unnamed === null ? {} : causeOf(unnamed)
  return unnamed === null || cause === undefined
    ? { ...finding, remedy: takes.name, cause: unnamedCause }
    : { ...finding, remedy: remedyOf(unnamed), cause }
}

/** The finding's cause, if it is one of the whole service or of the key, and not of what was asked. */
export function causeOf({ service, status, isForeign }: ServiceError): { cause?: string } {
  if (status === 401) return { cause: `${service} refused` }
  const isWhole = status === null || status === 429 || status >= 500 || isForeign
  return isWhole ? { cause: `${service} ${isForeign ? 'foreign' : (status ?? 'silent')}` } : {}
}

/** What the owner does about a call that failed. */
function remedyOf({ service, at, status, code, isForeign }: ServiceError): string {
  if (isForeign)
    return `is a proxy, or a network's sign-in page, in between? Otherwise look at ${places[service]}, and try again later`
  if (status === null) return `try again in a minute; can this machine reach ${places[service]}?`
  if (status === 401) return `give a valid ${credentials[service]}`
  if (status === 403 && /^\w+ \/(?:rest|auth)\//.test(at))
    return 'run `npm run setup`: the key, or what it may do, is not as it must be'
  if (status === 403 && service === 'netlify')
    return 'create a token as a member of the team that owns the site: https://app.netlify.com/user/applications'
  if (status === 403 && service === 'supabase')
    return `create an access token that has ${permissionsOfToken}: https://supabase.com/dashboard/account/tokens`
  if (status === 403)
    return `give a ${credentials[service]} that is allowed to do this${code === null ? '' : ` ("${code}")`}`
  if (status === 429) return 'it counts how often it is asked: wait a minute, then run this again'
  return `look at ${places[service]}, then try again`
}

const credentials = {
  stripe: 'Stripe key',
  supabase: 'Supabase key or token',
  netlify: 'Netlify token',
  page: 'page address',
} as const
const places = {
  stripe: 'https://status.stripe.com',
  supabase: 'https://status.supabase.com',
  netlify: 'https://www.netlifystatus.com',
  page: 'the page',
} as const
