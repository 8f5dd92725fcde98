import type { BuiltSettings } from '../web/element/settings.ts'

type Environment = Record<string, string | undefined>

/**
 * The public values of the page, from the names that the server reads. A missing value is an empty string: the build
 * goes on, and the page says what is not set up.
 */
export function readPublicSettings(env: Environment): BuiltSettings {
  // Netlify's Supabase extension uses this name for the project's URL; elsewhere it holds a connection string.
  const extension = env['SUPABASE_DATABASE_URL']?.startsWith('https://')
    ? env['SUPABASE_DATABASE_URL']
    : ''
  return {
    supabaseUrl: (env['SUPABASE_URL'] || extension || '').replace(/\/+$/, ''),
    publishableKey: refuseSecret(env['SUPABASE_PUBLISHABLE_KEY'] || env['SUPABASE_ANON_KEY'] || ''),
    frontendUrl: env['FRONTEND_URL'] || env['URL'] || '',
    turnstileSiteKey: refuseTurnstileSecret(env['TURNSTILE_SITE_KEY'] || ''),
    unseen: serverNames
      .filter((names) => names.every((name) => !env[name]))
      .map(([name = '']) => name),
  }
}

/** What only the server needs, by its own name first: the page may learn that one is missing, never what it holds. */
const serverNames = [
  ['SUPABASE_SECRET_KEY', 'SUPABASE_SERVICE_ROLE_KEY'],
  ['STRIPE_API_KEY', 'STRIPE_SECRET_KEY'],
]

// Whatever stands here is published with the page, so a key that opens the table must not get this far.
function refuseSecret(key: string): string {
  if (key.startsWith('sb_secret_') || roleOf(key) === 'service_role') {
    throw new Error(
      '"SUPABASE_PUBLISHABLE_KEY" holds a secret key: set the publishable one, and roll the secret one',
    )
  }
  return key
}

// Cloudflare's two keys look alike but for their length.
function refuseTurnstileSecret(key: string): string {
  if (key.length > 30)
    throw new Error(
      '"TURNSTILE_SITE_KEY" is too long for a site key: the secret key belongs to Supabase alone, roll it',
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
