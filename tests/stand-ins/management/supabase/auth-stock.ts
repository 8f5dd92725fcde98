import { authFields, mails } from './auth-fields.ts'

export type AuthConfig = Record<string, unknown>

// Where a new project has something else than false or null.
const stock: AuthConfig = {
  db_max_pool_size_unit: null,
  mfa_max_enrolled_factors: 10,
  mfa_phone_max_frequency: 5,
  mfa_phone_otp_length: 6,
  mfa_totp_enroll_enabled: true,
  mfa_totp_verify_enabled: true,
  oauth_server_authorization_path: '/oauth/consent',
  rate_limit_anonymous_users: 30,
  rate_limit_email_sent: 2,
  rate_limit_otp: 30,
  rate_limit_sms_sent: 30,
  rate_limit_token_refresh: 150,
  rate_limit_verify: 30,
  rate_limit_web3: 30,
  refresh_token_rotation_enabled: true,
  security_refresh_token_reuse_interval: 10,
  sessions_inactivity_timeout: 0,
  sessions_timebox: 0,
  sms_max_frequency: 5,
  sms_otp_exp: 60,
  sms_otp_length: 6,
  sms_provider: 'twilio',
  sms_template: 'Your code is {{ .Code }}',
}

const subjects: Record<(typeof mails)[number], string> = {
  confirmation: 'Confirm your email address',
  email_change: 'Confirm your new email address',
  invite: 'You are invited',
  magic_link: 'Your sign-in link',
  reauthentication: 'Confirm that it is you',
  recovery: 'Choose a new password',
}

/** Whatever Auth itself does not know of: every field of a new project. */
export function stockAuthConfig(): AuthConfig {
  const config: AuthConfig = {}
  for (const [name, kind] of authFields) config[name] = kind.type === 'boolean' ? false : null
  return { ...config, ...stock }
}

/** What Supabase's own mails say where the owner set none: a link that is spent when it is opened, and no code. */
export function stockMail(mail: (typeof mails)[number]): { subject: string; html: string } {
  const link = '<p><a href="{{ .ConfirmationURL }}">Go on</a></p>'
  const code = '<p>{{ .Token }}</p>'
  const subject = subjects[mail]
  return { subject, html: `<h2>${subject}</h2>${mail === 'reauthentication' ? code : link}` }
}
