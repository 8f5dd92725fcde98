import type { Call } from '../../services/call.ts'
import type { Environment } from '../../variables/environment.ts'
import { netlifyBase } from '../../services/netlify-sites.ts'
import { supabaseBase } from '../../services/supabase-management.ts'

const mask = '(secret)'
const looksSecret =
  /\b(?:[rs]k_(?:live|test)_|whsec_|sb_secret_|sbp_|nfp_)[\w-]+|\beyJ[\w-]+\.[\w-]+\.[\w-]+/g

const hosts: Record<Call['service'], (env: Environment) => string> = {
  stripe: (env) => env.STRIPE_API_BASE ?? 'https://api.stripe.com',
  supabase: supabaseBase,
  netlify: netlifyBase,
}

/**
 * The call as it would be sent: a line with method and address, then the body. The values of its secret fields are
 * masked, and so is anything else in it that looks like a secret.
 */
export function printCall(env: Environment, call: Call): string {
  const { service, method, path, body } = call
  const host = hosts[service](env)
  const head = `${method} ${host}${path}`
  if (body === undefined) return head
  const text = JSON.stringify(hide(body, new Set(call.secretFields ?? [])), null, 2)
  // SQL and emails read as they were written.
  return `${head}\n${text.replace(/\\n/g, '\n').replace(looksSecret, mask)}`
}

function hide(value: unknown, secretFields: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((entry) => hide(entry, secretFields))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      secretFields.has(name) ? mask : hide(inner, secretFields),
    ]),
  )
}
