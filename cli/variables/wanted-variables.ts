import { createHash } from 'node:crypto'
import type { Environment } from './environment.ts'

/** A variable that the deployed site must have. */
export type WantedVariable = { key: string; value: string; isSecret: boolean }

/** Ours, the other name under which the owner may have it, and whether it is a secret. */
const deployed: [key: string, other: string | null, isSecret: boolean][] = [
  ['SUPABASE_URL', 'SUPABASE_DATABASE_URL', false],
  ['SUPABASE_PUBLISHABLE_KEY', 'SUPABASE_ANON_KEY', false],
  ['SUPABASE_SECRET_KEY', 'SUPABASE_SERVICE_ROLE_KEY', true],
  ['SUPABASE_JWT_SECRET', null, true],
  ['SUPABASE_JWT_ISSUER', null, false],
  ['STRIPE_API_KEY', 'STRIPE_SECRET_KEY', true],
  ['STRIPE_WEBHOOK_SECRET', null, true],
  ['STRIPE_PORTAL_CONFIGURATION', null, false],
  ['TURNSTILE_SITE_KEY', null, false],
  ['FRONTEND_URL', null, false],
  ['ALLOWED_ORIGINS', null, false],
  ['SIGN_IN_MAX_AGE_SECONDS', null, false],
]

/** A public variable beside the secret ones, whose values nobody can read back: it tells whether they are these. */
export const fingerprintKey = 'PORTAL_GATEWAY_SECRETS'

/** What the site must have, as far as the owner has it here. */
export function listWantedVariables(env: Environment): WantedVariable[] {
  return deployed.flatMap(([key, other, isSecret]) => {
    const value = env[key]?.trim() || (other === null ? '' : (env[other]?.trim() ?? ''))
    // Elsewhere that name holds a connection string with a password.
    const isAddress = other !== 'SUPABASE_DATABASE_URL' || /^https?:/.test(value)
    return value !== '' && isAddress ? [{ key, value, isSecret }] : []
  })
}

/** A short hash of each secret, for this site alone: enough to compare, and no way back to a key made by chance. */
export function fingerprintOf(variables: readonly WantedVariable[], siteId: string): string {
  return variables
    .filter(({ isSecret }) => isSecret)
    .map(({ key, value }) => {
      const hash = createHash('sha256').update(`${siteId}\n${key}\n${value}`).digest('hex')
      return `${key}:${hash.slice(0, 12)}`
    })
    .join(' ')
}
