import { GatewayError } from './errors.ts'
import type { VariableName } from './needs.ts'
import { variables } from './needs.ts'
import { parsePublicUrl, parsePublishableKey, parseTurnstileSiteKey } from './public-values.ts'
import { findText, mustBe } from './variable-text.ts'

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
    /** The key's mode: rows, events and customers of the other mode are not ours. */
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
  /** What is set, word for word: the doctor compares it with what the owner has. */
  texts: ReadonlyMap<VariableName, string>
}

type Env = Record<string, string | undefined>

/** A variable that is missing or wrong; `problem` reads on after its name: `is not set`. Never holds a value. */
export type ConfigFault = { variable: VariableName; problem: string }

/**
 * Reads the environment into a {@link Config}, by the list in `needs.ts`.
 *
 * @throws `config_missing` with every {@link ConfigFault} in `faults` and in its message
 */
export function readConfig(env: Env = process.env): Config {
  const faults: ConfigFault[] = []
  const texts = readTexts(env, faults)
  /** A fault makes the whole configuration fail, so what is returned after one is never used. */
  const required = <T>(name: VariableName, parse: (text: string) => T): T =>
    optional(name, parse) as T
  const optional = <T>(name: VariableName, parse: (text: string) => T): T | undefined => {
    const text = texts.get(name)
    try {
      return text === undefined ? undefined : parse(text)
    } catch {
      faults.push({ variable: name, problem: mustBe(name) })
      return undefined
    }
  }
  const asIs = (text: string) => text

  const supabaseUrl = required('SUPABASE_URL', parseServiceUrl)
  const apiKey = required('STRIPE_API_KEY', asIs)
  const frontendUrl = required('FRONTEND_URL', parsePublicUrl)
  const pageOrigins = frontendUrl === undefined ? [] : [new URL(frontendUrl).origin]
  const config: Config = {
    supabase: {
      url: supabaseUrl,
      publishableKey: required('SUPABASE_PUBLISHABLE_KEY', parsePublishableKey),
      secretKey: required('SUPABASE_SECRET_KEY', asIs),
      jwtSecret: optional('SUPABASE_JWT_SECRET', asIs) ?? null,
      jwtIssuer: optional('SUPABASE_JWT_ISSUER', asIs) ?? `${supabaseUrl}/auth/v1`,
    },
    stripe: {
      apiKey,
      livemode: apiKey?.split('_')[1] === 'live',
      webhookSecrets: optional('STRIPE_WEBHOOK_SECRET', parseWebhookSecrets) ?? [],
      portalConfiguration: optional('STRIPE_PORTAL_CONFIGURATION', asIs) ?? null,
      apiBase: optional('STRIPE_API_BASE', parseLoopbackUrl) ?? null,
    },
    frontendUrl,
    origins: [...pageOrigins, ...(optional('ALLOWED_ORIGINS', parseOrigins) ?? [])],
    signInMaxAgeSeconds: optional('SIGN_IN_MAX_AGE_SECONDS', parseMaxAge) ?? 1800,
    texts,
  }
  // Only the page uses it, but whoever put the secret key there should hear of it here too.
  optional('TURNSTILE_SITE_KEY', parseTurnstileSiteKey)
  if (faults.length > 0) throw configMissing(faults)
  return config
}

/** What is set of ours, trimmed; what is missing or has another form is a fault. */
function readTexts(env: Env, faults: ConfigFault[]): Map<VariableName, string> {
  const texts = new Map<VariableName, string>()
  for (const variable of variables) {
    const { name, isRequired, pattern } = variable
    const text = findText(env, variable)?.text
    if (text === undefined) {
      if (isRequired === true) faults.push({ variable: name, problem: 'is not set' })
    } else if (pattern?.test(text) === false) {
      faults.push({ variable: name, problem: mustBe(name) })
    } else texts.set(name, text)
  }
  return texts
}

function configMissing(faults: ConfigFault[]): GatewayError {
  const sentences = faults.map(({ variable, problem }) => `"${variable}" ${problem}`)
  return new GatewayError('config_missing', `${sentences.join('; ')}.`, { faults })
}

function isLoopback(url: URL): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
}

function parseServiceUrl(text: string): string {
  const address = parsePublicUrl(text).replace(/\/+$/, '')
  const url = new URL(address)
  if (url.protocol !== 'https:' && !isLoopback(url)) throw new TypeError('not https')
  return address
}

function parseLoopbackUrl(text: string): URL {
  const url = new URL(text)
  if (!isLoopback(url)) throw new TypeError('not on this machine')
  return url
}

function parseOrigins(text: string): string[] {
  return splitList(text).map((entry) => {
    const { origin } = new URL(parsePublicUrl(entry))
    if (origin !== entry.replace(/\/$/, '')) throw new TypeError('not an origin')
    return origin
  })
}

function parseWebhookSecrets(text: string): string[] {
  return splitList(text).map((entry) => {
    if (!/^whsec_\S+$/.test(entry)) throw new TypeError('no match')
    return entry
  })
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
