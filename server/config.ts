import { GatewayError } from './errors.ts'

/** Everything that the owner sets, read once and checked. See .env.example for what each variable is. */
export type Config = {
  supabase: {
    /** Without a trailing slash. */
    url: string
    publishableKey: string
    secretKey: string
    /** Only projects that still sign with the legacy shared secret. */
    jwtSecret: string | null
    jwtIssuer: string
  }
  stripe: {
    apiKey: string
    /** The mode of the key: rows, events and customers of the other mode are not ours. */
    livemode: boolean
    /** Empty until the webhook endpoint exists. */
    webhookSecrets: string[]
    portalConfiguration: string | null
    /** Another place to speak Stripe's API, on this machine only. */
    apiBase: URL | null
  }
  /** The page's address, where the portal's "return" leads. */
  frontendUrl: string
  /** Origins whose pages may call the doors: the page's own first. */
  origins: string[]
  signInMaxAgeSeconds: number
}

type Env = Record<string, string | undefined>

/**
 * Reads the environment into a {@link Config}.
 *
 * @throws `config_missing`, its message naming every variable that is missing or wrong, and the remedy.
 */
export function readConfig(env: Env = process.env): Config {
  const faults: string[] = []
  const value = (...names: string[]) =>
    names.map((name) => env[name]?.trim()).find((text) => text !== undefined && text !== '')
  const required = <T>(name: string, text: string | undefined, parse: (text: string) => T): T => {
    if (text === undefined) faults.push(`"${name}" is not set`)
    else {
      const parsed = parseOr(text, parse)
      if (parsed !== undefined) return parsed
      faults.push(`"${name}" is not ${remedies[name] ?? 'usable'}`)
    }
    return undefined as T
  }
  const optional = <T>(name: string, parse: (text: string) => T): T | undefined => {
    const text = value(name)
    return text === undefined ? undefined : required(name, text, parse)
  }

  const databaseUrl = value('SUPABASE_DATABASE_URL')
  const supabaseUrl = required(
    'SUPABASE_URL',
    value('SUPABASE_URL') ?? (databaseUrl?.startsWith('https://') ? databaseUrl : undefined),
    parseServiceUrl,
  )
  const apiKey = required('STRIPE_API_KEY', value('STRIPE_API_KEY', 'STRIPE_SECRET_KEY'), (text) =>
    assertMatch(text, /^[rs]k_(test|live)_\S+$/),
  )
  const frontendUrl = required('FRONTEND_URL', value('FRONTEND_URL', 'URL'), parsePageUrl)
  const config: Config = {
    supabase: {
      url: supabaseUrl,
      publishableKey: required(
        'SUPABASE_PUBLISHABLE_KEY',
        value('SUPABASE_PUBLISHABLE_KEY', 'SUPABASE_ANON_KEY'),
        (text) => assertMatch(text, /^(?!sb_secret_)\S+$/),
      ),
      secretKey: required(
        'SUPABASE_SECRET_KEY',
        value('SUPABASE_SECRET_KEY', 'SUPABASE_SERVICE_ROLE_KEY'),
        (text) => assertMatch(text, /^(?!sb_publishable_)\S+$/),
      ),
      jwtSecret: value('SUPABASE_JWT_SECRET') ?? null,
      jwtIssuer: value('SUPABASE_JWT_ISSUER') ?? `${supabaseUrl}/auth/v1`,
    },
    stripe: {
      apiKey,
      livemode: apiKey?.split('_')[1] === 'live',
      webhookSecrets: optional('STRIPE_WEBHOOK_SECRET', parseWebhookSecrets) ?? [],
      portalConfiguration:
        optional('STRIPE_PORTAL_CONFIGURATION', (text) => assertMatch(text, /^bpc_\w+$/)) ?? null,
      apiBase: optional('STRIPE_API_BASE', parseLoopbackUrl) ?? null,
    },
    frontendUrl,
    origins: [
      ...(frontendUrl === undefined ? [] : [new URL(frontendUrl).origin]),
      ...(optional('ALLOWED_ORIGINS', parseOrigins) ?? []),
    ],
    signInMaxAgeSeconds: optional('SIGN_IN_MAX_AGE_SECONDS', parseMaxAge) ?? 1800,
  }
  if (faults.length > 0) throw new GatewayError('config_missing', `${faults.join('; ')}.`)
  return config
}

const remedies: Record<string, string> = {
  SUPABASE_URL: 'a project address like https://<ref>.supabase.co',
  SUPABASE_PUBLISHABLE_KEY: 'a publishable key (sb_publishable_...), but a secret one',
  SUPABASE_SECRET_KEY: 'a secret key (sb_secret_...), but a publishable one',
  STRIPE_API_KEY: 'a restricted or secret key (rk_live_..., rk_test_...)',
  STRIPE_WEBHOOK_SECRET: 'a signing secret (whsec_...), or several with commas between',
  STRIPE_PORTAL_CONFIGURATION: 'a portal configuration (bpc_...)',
  STRIPE_API_BASE: 'an address on this machine (http://127.0.0.1:...)',
  FRONTEND_URL: "the page's address (https://...)",
  ALLOWED_ORIGINS: 'a list of origins like https://www.example.com, with commas between',
  SIGN_IN_MAX_AGE_SECONDS: 'a number of seconds from 1 to 3600',
}

function parseOr<T>(text: string, parse: (text: string) => T): T | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

function assertMatch(text: string, pattern: RegExp): string {
  if (!pattern.test(text)) throw new TypeError('no match')
  return text
}

function isLoopback(url: URL): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
}

function parseServiceUrl(text: string): string {
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    throw new TypeError('not https')
  return (url.origin + url.pathname).replace(/\/+$/, '')
}

function parseLoopbackUrl(text: string): URL {
  const url = new URL(text)
  if (!isLoopback(url)) throw new TypeError('not on this machine')
  return url
}

function parsePageUrl(text: string): string {
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError('not a page')
  return text
}

function parseOrigins(text: string): string[] {
  return splitList(text).map((entry) => {
    const { origin } = new URL(parsePageUrl(entry))
    if (origin !== entry.replace(/\/$/, '')) throw new TypeError('not an origin')
    return origin
  })
}

function parseWebhookSecrets(text: string): string[] {
  return splitList(text).map((entry) => assertMatch(entry, /^whsec_\S+$/))
}

function parseMaxAge(text: string): number {
  const seconds = Number(text)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600)
    throw new TypeError('out of range')
  return seconds
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}
