import { templateNames } from '#local/supabase/settings.ts'

/** What a field of `config/auth` may hold. `secret`: text that is written and never read back. */
export type Kind =
  | { type: 'boolean' | 'text' | 'secret' }
  | { type: 'number'; least: number; most: number }
  | { type: 'choice'; of: readonly string[] }

/** Ways to sign in besides email, phone and none at all. */
export const providers =
  'apple azure bitbucket discord facebook figma github gitlab google kakao keycloak linkedin_oidc notion slack slack_oidc spotify twitch twitter web3_ethereum web3_solana workos x zoom'.split(
    ' ',
  )

/** The owner's functions that Auth calls. */
const hooks =
  'after_user_created before_user_created custom_access_token mfa_verification_attempt password_verification_attempt send_email send_sms'.split(
    ' ',
  )

const boolean: Kind = { type: 'boolean' }
const text: Kind = { type: 'text' }
const secret: Kind = { type: 'secret' }
const number = (least: number, most: number): Kind => ({ type: 'number', least, most })
const small = number(0, 32_767)
const large = number(0, 2_147_483_647)
const rate = number(1, 2_147_483_647)

/**
 * The fields that a gateway's owner may meet, as Supabase's description of its Management API names and bounds them.
 * https://api.supabase.com/api/v1
 */
export const authFields: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...all(text, 'site_url uri_allow_list'),
  ...all(boolean, 'disable_signup refresh_token_rotation_enabled'),
  ['jwt_exp', number(0, 604_800)],

  ...all(
    boolean,
    'mailer_autoconfirm mailer_secure_email_change_enabled mailer_allow_unverified_email_sign_ins',
  ),
  ['mailer_otp_exp', large],
  ['mailer_otp_length', number(6, 10)],
  ...templateNames.flatMap((name) =>
    all(text, `mailer_subjects_${name} mailer_templates_${name}_content`),
  ),
  ...all(text, 'smtp_admin_email smtp_host smtp_port smtp_sender_name smtp_user'),
  ['smtp_pass', secret],
  ['smtp_max_frequency', small],
  ...hooks.flatMap((name) => [
    ...all(boolean, `hook_${name}_enabled`),
    ...all(text, `hook_${name}_uri`),
  ]),

  ...['email', 'phone', 'anonymous_users', ...providers].flatMap((name) =>
    all(boolean, `external_${name}_enabled`),
  ),
  ...all(secret, 'external_google_secret'),
  ...all(boolean, 'saml_enabled passkey_enabled custom_oauth_enabled sms_autoconfirm'),
  ...all(text, 'webauthn_rp_display_name webauthn_rp_id webauthn_rp_origins'),
  ['custom_oauth_max_providers', small],
  ['password_min_length', number(6, 32_767)],
  ...all(boolean, 'password_hibp_enabled sessions_single_per_user'),
  ['sessions_timebox', large],

  ...all(rate, 'rate_limit_email_sent rate_limit_otp rate_limit_verify'),
  ...all(boolean, 'security_captcha_enabled security_manual_linking_enabled'),
  ...all(boolean, 'security_update_password_require_reauthentication'),
  ['security_captcha_provider', { type: 'choice', of: ['turnstile', 'hcaptcha'] }],
  ['security_captcha_secret', secret],
])

function all(kind: Kind, names: string): [string, Kind][] {
  return names.split(' ').map((name) => [name, kind])
}
