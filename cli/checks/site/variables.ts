import { readConfig } from '#server/config.ts'
import { GatewayError } from '#server/errors.ts'
import type { Environment } from '../../variables/environment.ts'
import type { Change, Check, Finding } from '../check.ts'
import { ok } from '../guarded.ts'

const why = 'without it the page opens nothing, and its doors answer 503'

/** Every variable of the gateway is there and has the right form. */
export const variables: Check = {
  name: 'variables',
  group: 'variables',
  look: async ({ env }) => {
    const findings = [...faultsIn(env), ...furtherFaults(env)]
    return findings.length > 0 ? findings : [ok('every variable is set and well formed')]
  },
  async mend({ env, page, projectUrl, keep }) {
    const known = {
      ...(isAbsent(env, 'SUPABASE_URL', 'SUPABASE_DATABASE_URL') && { SUPABASE_URL: projectUrl }),
      ...(isAbsent(env, 'FRONTEND_URL', 'URL') && { FRONTEND_URL: page }),
    }
    return Object.entries(known).flatMap(([name, value]): Change[] =>
      value === null
        ? []
        : [{ says: `${name} = ${value}`, call: null, keep: () => keep({ [name]: value }) }],
    )
  },
}

/** The server's own words, a finding for each. */
function faultsIn(env: Environment): Finding[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return error.message
      .replace(/\.$/, '')
      .split('; ')
      .map((says): Finding => {
        const name = /^"(\w+)"/.exec(says)?.[1] ?? ''
        return { level: 'fault', says, why, remedy: remedies[name] ?? `set "${name}"` }
      })
  }
}

function furtherFaults(env: Environment): Finding[] {
  const page = URL.parse(env.FRONTEND_URL ?? '')
  const isLocal = page !== null && ['127.0.0.1', 'localhost'].includes(page.hostname)
  return [
    ...(isAbsent(env, 'STRIPE_WEBHOOK_SECRET')
      ? [
          {
            level: 'fault' as const,
            says: '"STRIPE_WEBHOOK_SECRET" is not set',
            why: 'changes at Stripe reach the table only with the next scheduled run',
            remedy: remedies.STRIPE_WEBHOOK_SECRET!,
          },
        ]
      : []),
    ...(page?.protocol === 'http:' && !isLocal
      ? [
          {
            level: 'fault' as const,
            says: '"FRONTEND_URL" begins with http://',
            why: 'whoever is on the same network can read the mailed link',
            remedy: 'set it to the address with https://',
          },
        ]
      : []),
  ]
}

function isAbsent(env: Environment, ...names: string[]): boolean {
  return names.every((name) => (env[name] ?? '').trim() === '')
}

const remedies: Record<string, string> = {
  SUPABASE_URL: 'Supabase: Project Settings > Data API; or run `npm run setup`',
  SUPABASE_PUBLISHABLE_KEY: 'Supabase: Project Settings > API Keys; or run `npm run setup`',
  SUPABASE_SECRET_KEY: 'Supabase: Project Settings > API Keys; or run `npm run setup`',
  STRIPE_API_KEY:
    'Stripe: Developers > API keys > Create restricted key; `npm run setup` has the link',
  STRIPE_WEBHOOK_SECRET: 'run `npm run setup`; or Stripe: Developers > Webhooks > your endpoint',
  STRIPE_PORTAL_CONFIGURATION: 'run `npm run setup`, or leave it out',
  FRONTEND_URL: "set it to the page's address, https://...",
}
