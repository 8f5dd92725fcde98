import type { Template, TemplateName } from '#local/supabase/settings.ts'
import { authFields } from './auth-fields.ts'

export type AuthConfig = Record<string, unknown>

// Where a new project has something else than false or null.
const stock: AuthConfig = {
  rate_limit_email_sent: 2,
  rate_limit_otp: 30,
  rate_limit_verify: 30,
  refresh_token_rotation_enabled: true,
}

const subjects: Record<TemplateName, string> = {
  confirmation: 'Confirm your email address',
  email_change: 'Confirm your new email address',
  invite: 'You are invited',
  magic_link: 'Your sign-in link',
  reauthentication: 'Confirm that it is you',
  recovery: 'Choose a new password',
}

/** Every field of a new project. */
export function stockAuthConfig(): AuthConfig {
  const config: AuthConfig = {}
  for (const [name, kind] of authFields) config[name] = kind.type === 'boolean' ? false : null
  return { ...config, ...stock }
}

/** What Supabase's own emails say where the owner set none: a link that is spent when it is opened, and no code. */
export function stockEmail(name: TemplateName): Template {
  const link = '<p><a href="{{ .ConfirmationURL }}">Continue</a></p>'
  const subject = subjects[name]
  const content = name === 'reauthentication' ? '<p>{{ .Token }}</p>' : link
  return { subject, html: `<h2>${subject}</h2>${content}` }
}
