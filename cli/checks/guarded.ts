import { ServiceError } from '../services/service-error.ts'
import type { Check, Finding } from './check.ts'

/** What it takes to look where nobody has been asked yet. */
export const takes = {
  stripe: 'set "STRIPE_API_KEY"',
  account:
    'give "STRIPE_SETUP_KEY" (Stripe: Developers > API keys, the secret key of the same mode) for this run',
  project:
    'give "SUPABASE_ACCESS_TOKEN" (https://supabase.com/dashboard/account/tokens) and --supabase-project for this run',
  data: 'set "SUPABASE_URL" and its two keys',
  site: 'give "NETLIFY_AUTH_TOKEN" (https://app.netlify.com/user/applications) and --netlify-site for this run',
  deployed: 'set "FRONTEND_URL", or give --page',
} as const

/** It could not be looked at, and this is what it takes. */
export function unknown(what: string, remedy: string): Finding {
  return { level: 'unknown', says: `${what}: not looked at`, remedy }
}

export function ok(says: string): Finding {
  return { level: 'ok', says }
}

/** The same check, which says `unknown` where a service refuses or does not answer. */
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
export function remedyOf({ service, status, code }: ServiceError): string {
  if (status === null)
    return `look again in a minute; is there a way from here to ${places[service]}?`
  if (status === 401) return `give a valid ${credentials[service]}`
  if (status === 403)
    return `give a ${credentials[service]} that may do this${code === null ? '' : ` ("${code}")`}`
  if (status === 429) return 'wait a minute, then look again'
  return `look at ${places[service]}, then look again`
}

const credentials = {
  stripe: 'Stripe key',
  supabase: 'Supabase key or token',
  netlify: 'Netlify token',
  page: 'address of the page',
} as const
const places = {
  stripe: 'https://status.stripe.com',
  supabase: 'https://status.supabase.com',
  netlify: 'https://www.netlifystatus.com',
  page: 'the page',
} as const
