import type { JWK } from 'jose'
import { readSettings } from '#local/supabase/config-file.ts'
import type { Changes } from './desk.ts'

const of = (toggle: boolean) => String(toggle)

/** The settings of `supabase/config.toml`, changed, as GoTrue's environment has them. */
export async function describeGotrue(
  world: {
    port: number
    database: string
    key: JWK
    siteUrl: string
    smtpPort: number
    desk: string
  },
  changes: Changes,
): Promise<Record<string, string>> {
  const settings = await readSettings()
  const url = `http://127.0.0.1:${world.port}`
  const templates = Object.entries(settings.templates).flatMap(([name, { subject }]) => [
    [`GOTRUE_MAILER_TEMPLATES_${name.toUpperCase()}`, `${world.desk}/${name}`],
    [`GOTRUE_MAILER_SUBJECTS_${name.toUpperCase()}`, subject],
  ])
  const hooks = (changes.hooks ?? []).flatMap((name) => [
    [`GOTRUE_HOOK_${name.toUpperCase()}_ENABLED`, 'true'],
    [`GOTRUE_HOOK_${name.toUpperCase()}_URI`, `pg-functions://postgres/public/${name}`],
  ])
  return {
    GOTRUE_DB_DRIVER: 'postgres',
    DATABASE_URL: world.database,
    GOTRUE_DB_NAMESPACE: 'auth',
    DB_NAMESPACE: 'auth',
    GOTRUE_DB_MIGRATIONS_PATH: process.env['GOTRUE_MIGRATIONS'] ?? '',
    GOTRUE_API_HOST: '127.0.0.1',
    PORT: String(world.port),
    API_EXTERNAL_URL: url,
    GOTRUE_SITE_URL: world.siteUrl,
    GOTRUE_URI_ALLOW_LIST: settings.redirectUrls.join(','),
    GOTRUE_DISABLE_SIGNUP: of(changes.signupDisabled ?? settings.signupDisabled),
    GOTRUE_JWT_SECRET: 'a secret that signs nothing, of more than 32 letters',
    GOTRUE_JWT_KEYS: JSON.stringify([world.key]),
    GOTRUE_JWT_ISSUER: `${url}/auth/v1`,
    GOTRUE_JWT_AUD: 'authenticated',
    GOTRUE_JWT_DEFAULT_GROUP_NAME: 'authenticated',
    GOTRUE_JWT_ADMIN_ROLES: 'service_role',
    GOTRUE_JWT_EXP: String(settings.jwtExpirySeconds),
    GOTRUE_EXTERNAL_EMAIL_ENABLED: of(changes.emailSignIn ?? true),
    GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: (changes.authorizedAddresses ?? []).join(','),
    GOTRUE_EXTERNAL_PHONE_ENABLED: of(settings.providers.includes('phone')),
    GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED: of(
      changes.anonymousSignIns ?? settings.providers.includes('anonymous_users'),
    ),
    GOTRUE_SMS_AUTOCONFIRM: of(settings.phoneAutoconfirm),
    GOTRUE_MAILER_AUTOCONFIRM: of(changes.autoconfirm ?? settings.autoconfirm),
    GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED: of(settings.doubleConfirmChanges),
    GOTRUE_MAILER_OTP_EXP: String(settings.otpExpirySeconds),
    GOTRUE_MAILER_OTP_LENGTH: String(settings.otpLength),
    GOTRUE_PASSWORD_MIN_LENGTH: String(settings.minimumPasswordLength),
    GOTRUE_SECURITY_CAPTCHA_ENABLED: of(changes.captcha ?? false),
    GOTRUE_SECURITY_CAPTCHA_PROVIDER: 'turnstile',
    GOTRUE_SECURITY_CAPTCHA_SECRET: 'nobody solves it here',
    GOTRUE_SMTP_HOST: '127.0.0.1',
    GOTRUE_SMTP_PORT: String(world.smtpPort),
    GOTRUE_SMTP_ADMIN_EMAIL: 'shop@example.com',
    GOTRUE_SMTP_MAX_FREQUENCY: `${settings.maxFrequencySeconds}s`,
    GOTRUE_RATE_LIMIT_HEADER: 'x-forwarded-for',
    GOTRUE_RATE_LIMIT_EMAIL_SENT: `${changes.emailsPerHour ?? 100_000}/1h`,
    GOTRUE_RATE_LIMIT_OTP: '30',
    GOTRUE_RATE_LIMIT_VERIFY: '30',
    GOTRUE_LOG_LEVEL: 'error',
    ...Object.fromEntries(templates),
    ...Object.fromEntries(hooks),
  }
}
