import { variables } from '../server/needs.ts'
import type { VariableName } from '../server/needs.ts'
import type { BuiltSettings } from '../web/element/settings.ts'

type Environment = Record<string, string | undefined>

/**
 * The public values of the page, by the list in `server/needs.ts`: nothing gets into it that isn't marked there as
 * published. A missing value is an empty string: the build goes on, and the page says what isn't set up.
 */
export function readPublicSettings(env: Environment): BuiltSettings {
  const published = new Map<VariableName, string>()
  const unseen: string[] = []
  for (const { name, otherName, isPublished, isRequired } of variables) {
    const value = env[name] || (otherName && readOther(env, otherName)) || ''
    if (isPublished) published.set(name, value)
    // The page may learn that one of the server's own is missing, never what it holds.
    else if (isRequired && value === '') unseen.push(name)
  }
  const valueOf = (name: VariableName) => published.get(name) ?? ''
  return {
    supabaseUrl: valueOf('SUPABASE_URL').replace(/\/+$/, ''),
    publishableKey: refuseSecret(valueOf('SUPABASE_PUBLISHABLE_KEY')),
    frontendUrl: valueOf('FRONTEND_URL'),
    turnstileSiteKey: refuseTurnstileSecret(valueOf('TURNSTILE_SITE_KEY')),
    unseen,
  }
}

// Netlify's Supabase extension uses this name for the project's URL; elsewhere it holds a connection string.
function readOther(env: Environment, name: string): string | undefined {
  const value = env[name]
  return name === 'SUPABASE_DATABASE_URL' && !value?.startsWith('https://') ? undefined : value
}

// Anything here is published with the page, so a key that opens the table must not get this far.
function refuseSecret(key: string): string {
  if (key.startsWith('sb_secret_') || roleOf(key) === 'service_role') {
    throw new Error(
      '"SUPABASE_PUBLISHABLE_KEY" holds a secret key: set the publishable key instead, and rotate the secret one, which may have been seen',
    )
  }
  return key
}

// Cloudflare's two keys differ only in their length.
function refuseTurnstileSecret(key: string): string {
  if (key.length > 30)
    throw new Error(
      '"TURNSTILE_SITE_KEY" is too long for a site key: if it is the secret key, which only Supabase may have, rotate it',
    )
  return key
}

function roleOf(key: string): unknown {
  try {
    const claims: unknown = JSON.parse(Buffer.from(key.split('.')[1] ?? '', 'base64url').toString())
    return (claims as { role?: unknown } | null)?.role
  } catch {
    return null
  }
}
