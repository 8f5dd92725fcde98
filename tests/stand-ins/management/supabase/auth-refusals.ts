import { templateNames } from '#local/supabase/settings.ts'
import { Refusal } from '#local/wire/refusal.ts'
import type { Kind } from './auth-fields.ts'
import { authFields } from './auth-fields.ts'
import type { AuthConfig } from './auth-stock.ts'

const smtpFields = ['smtp_admin_email', 'smtp_host', 'smtp_port', 'smtp_user', 'smtp_pass']
const templateFields = templateNames.flatMap((name) => [
  `mailer_subjects_${name}`,
  `mailer_templates_${name}_content`,
])

/** The fields that the API knows; it accepts others silently and forgets them. @throws {Refusal} 400 */
export function readChanges(body: unknown): AuthConfig {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(400, 'Invalid input: expected object')
  }
  const known = Object.entries(body).filter(([name]) => authFields.has(name))
  for (const [name, value] of known) assertKind(name, authFields.get(name)!, value)
  return Object.fromEntries(known) as AuthConfig
}

function assertKind(name: string, kind: Kind, value: unknown): void {
  if (value === null && name !== 'mailer_otp_exp') return
  const wanted = { text: 'string', secret: 'string', choice: 'string' }[kind.type as 'text']
  const type = wanted ?? kind.type
  if (typeof value !== type) {
    const received = value === null ? 'null' : typeof value
    throw new Refusal(400, `${name}: Invalid input: expected ${type}, received ${received}`)
  }
  if (kind.type === 'choice' && !kind.of.includes(String(value))) {
    throw new Refusal(400, `${name}: Invalid option: expected one of ${kind.of.join('|')}`)
  }
  if (kind.type === 'number' && (Number(value) < kind.least || Number(value) > kind.most)) {
    throw new Refusal(400, `${name}: expected number to be in ${kind.least}..${kind.most}`)
  }
  if (name === 'site_url' && String(value).includes(',')) {
    throw new Refusal(400, 'site_url: Invalid string: must match pattern /^[^,]+$/')
  }
}

/**
 * The sender's name and the number of emails per hour come with the whole mail server, in the same request.
 * Supabase says so with a 401, which is not about the token.
 * @throws {Refusal} 401
 */
export function assertOwnMailer(changes: AuthConfig): void {
  if (!('smtp_sender_name' in changes) && !('rate_limit_email_sent' in changes)) return
  const missing = smtpFields.filter((name) => !changes[name])
  // Switching it off names all of them as null.
  if (missing.length === 0 || smtpFields.every((name) => changes[name] === null)) return
  const names = missing.map((name) => name.toUpperCase()).join(', ')
  throw new Refusal(
    401,
    `Custom SMTP required to configure SMTP_SENDER_NAME or RATE_LIMIT_EMAIL_SENT. Missing ${names} fields.`,
  )
}

/**
 * A free project with Supabase's own mailer can't change its templates. (Projects made before June 2026 are exempt; this
 * one is newer.) The refusal takes the other fields of its request along.
 * https://supabase.com/changelog/46599-changes-to-email-template-customisation-on-free-tier
 * @throws {Refusal} 400
 */
export function assertTemplatesOpen(
  plan: 'free' | 'pro',
  now: AuthConfig,
  changes: AuthConfig,
): void {
  const { smtp_host: host, hook_send_email_enabled: hook } = { ...now, ...changes }
  if (plan !== 'free' || host || hook) return
  if (!templateFields.some((name) => name in changes && changes[name] !== now[name])) return
  throw new Refusal(
    400,
    'Email template modification is not available for free tier projects using the default email provider. Please upgrade your plan or configure a custom SMTP provider.',
  )
}
