import type { VariableName } from '#server/needs.ts'
import { remedies } from '#server/needs.ts'
import type { Environment } from '../../variables/environment.ts'
import { valueOf } from '../../variables/environment.ts'
import { findConfigFaults } from '../../variables/wanted-variables.ts'
import type { Check, Finding } from '../check.ts'
import { keepsProject } from '../supabase/supabase-keys.ts'
import { ok } from '../guarded.ts'

const why = 'until it is right, the page opens nothing and its doors answer 503'

/** Every variable of the gateway is there and has the right form. */
export const variables: Check = {
  name: 'variables',
  group: 'variables',
  look: async ({ env, page }) => {
    // Netlify tells the deployed page its own address.
    const whole = { ...env, FRONTEND_URL: env.FRONTEND_URL ?? page ?? undefined }
    const findings = [...faultsIn(whole), ...furtherFaults(whole)]
    return findings.length > 0 ? findings : [ok('every variable is set and well formed')]
  },
  async fix({ env, projectUrl, keep }) {
    const known = { SUPABASE_URL: projectUrl } as const
    return (['SUPABASE_URL'] as const).flatMap((name) => {
      const value = known[name]
      return value === null || valueOf(env, name) !== null
        ? []
        : [
            {
              brief: keepsProject,
              says: `Set ${name} to ${value}`,
              call: null,
              keep: () => keep({ [name]: value }),
            },
          ]
    })
  },
}

/** What the server itself finds wrong, a finding for each. */
function faultsIn(env: Environment): Finding[] {
  return findConfigFaults(env).map(({ variable, problem }) => ({
    level: 'fault',
    says: `"${variable}" ${problem}`,
    why,
    remedy: remedyOf(variable),
  }))
}

function furtherFaults(env: Environment): Finding[] {
  const page = URL.parse(env.FRONTEND_URL ?? '')
  const isLocal = page !== null && ['127.0.0.1', 'localhost'].includes(page.hostname)
  const findings: Finding[] = []
  if (valueOf(env, 'STRIPE_WEBHOOK_SECRET') === null)
    findings.push({
      level: 'fault',
      says: '"STRIPE_WEBHOOK_SECRET" is not set',
      why: 'changes at Stripe reach the table only with the next scheduled run',
      remedy: remedyOf('STRIPE_WEBHOOK_SECRET'),
    })
  if (page?.protocol === 'http:' && !isLocal)
    findings.push({
      level: 'fault',
      says: '"FRONTEND_URL" begins with http://',
      why: 'anyone on the same network can read the sign-in link',
      remedy: 'set it to the address with https://',
    })
  return findings
}

function remedyOf(name: string): string {
  return remedies[name as VariableName] ?? `correct "${name}", or leave it out`
}
