import { ServiceError } from '../services/service-error.ts'
import { permissionsOfToken } from '../services/token-permissions.ts'
import type { Check, Finding } from './check.ts'

/** What it takes to check something that nobody could be asked about. */
export const takes = {
  stripe: 'set "STRIPE_API_KEY"',
  account:
    'give "STRIPE_SETUP_KEY" for this run (Stripe: Developers > API keys, the secret key of the same mode)',
  project:
    'give "SUPABASE_ACCESS_TOKEN" (https://supabase.com/dashboard/account/tokens) and --supabase-project for this run',
  data: 'set "SUPABASE_URL" and its two keys',
  site: 'give "NETLIFY_AUTH_TOKEN" (https://app.netlify.com/user/applications) and --netlify-site for this run',
  deployed: 'set "FRONTEND_URL", or give --page',
} as const

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
        return await check.look(world)
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        return [
          {
            level: 'unknown',
            says: `${check.name.replaceAll('_', ' ')}: ${error.message}`,
            remedy: remedyOf(error),
          },
        ]
      }
    },
  }
}

/** What the owner does about a call that failed. */
function remedyOf({ service, status, code }: ServiceError): string {
  if (status === null) return `try again in a minute; can this machine reach ${places[service]}?`
  if (status === 401) return `give a valid ${credentials[service]}`
  if (status === 403 && service === 'supabase')
    return `create an access token that has ${permissionsOfToken}: https://supabase.com/dashboard/account/tokens`
  if (status === 403)
    return `give a ${credentials[service]} that is allowed to do this${code === null ? '' : ` ("${code}")`}`
  if (status === 429) return 'wait a minute, then try again'
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
