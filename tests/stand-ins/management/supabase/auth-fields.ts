/** What a field of `config/auth` may hold. `secret`: text that is written and never read back. */
export type Kind =
  | { type: 'boolean' | 'text' | 'secret' }
  | { type: 'number'; least: number; most: number }
  | { type: 'choice'; of: readonly string[] }

export const mails = [
  'confirmation',
  'email_change',
  'invite',
  'magic_link',
  'reauthentication',
  'recovery',
] as const

const notices = [
  'password_changed',
  'email_changed',
  'phone_changed',
  'mfa_factor_enrolled',
  'mfa_factor_unenrolled',
  'identity_linked',
  'identity_unlinked',
]
const providers =
  'apple azure bitbucket discord facebook figma github gitlab google kakao keycloak linkedin_oidc slack_oidc notion slack spotify twitch twitter x zoom workos'.split(
    ' ',
  )
const hooks =
  'custom_access_token mfa_verification_attempt password_verification_attempt send_sms send_email before_user_created after_user_created'.split(
    ' ',
  )

const boolean: Kind = { type: 'boolean' }
const text: Kind = { type: 'text' }
const secret: Kind = { type: 'secret' }
const number = (least: number, most: number): Kind => ({ type: 'number', least, most })
const small = number(0, 32_767)
const large = number(0, 2_147_483_647)
const rate = number(1, 2_147_483_647)

/** The fields, as Supabase's description of its Management API names and bounds them. https://api.supabase.com/api/v1 */
export const authFields: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...all(text, 'site_url uri_allow_list'),
  ...all(boolean, 'disable_signup refresh_token_rotation_enabled'),
  ['jwt_exp', number(0, 604_800)],
  ['api_max_request_duration', large],
  ['db_max_pool_size', large],
  ['db_max_pool_size_unit', { type: 'choice', of: ['connections', 'percent'] }],

  ...all(boolean, 'mailer_allow_unverified_email_sign_ins mailer_autoconfirm'),
  ...all(boolean, 'mailer_secure_email_change_enabled'),
  ['mailer_otp_exp', large],
  ['mailer_otp_length', number(6, 10)],
  ...mails.flatMap((mail) => [
    ...all(text, `mailer_subjects_${mail} mailer_templates_${mail}_content`),
  ]),
  ...notices.flatMap((notice) => [
    ...all(boolean, `mailer_notifications_${notice}_enabled`),
    ...all(
      text,
      `mailer_subjects_${notice}_notification mailer_templates_${notice}_notification_content`,
    ),
  ]),

  ...all(text, 'smtp_admin_email smtp_host smtp_port smtp_sender_name smtp_user'),
  ['smtp_pass', secret],
  ['smtp_max_frequency', small],

  ...all(boolean, 'external_email_enabled external_phone_enabled external_anonymous_users_enabled'),
  ...all(boolean, 'external_web3_solana_enabled external_web3_ethereum_enabled'),
  ...all(boolean, 'external_google_skip_nonce_check'),
  ...all(text, 'external_apple_additional_client_ids external_google_additional_client_ids'),
  ...['azure', 'gitlab', 'keycloak', 'workos'].flatMap((name) => all(text, `external_${name}_url`)),
  ...providers.flatMap((name): [string, Kind][] => [
    [`external_${name}_enabled`, boolean],
    [`external_${name}_client_id`, text],
    [`external_${name}_secret`, secret],
    ...(name === 'workos' ? [] : all(boolean, `external_${name}_email_optional`)),
  ]),
  ...all(text, 'nimbus_oauth_client_id'),
  ...all(boolean, 'nimbus_oauth_email_optional'),
  ['nimbus_oauth_client_secret', secret],

  ...hooks.flatMap((hook): [string, Kind][] => [
    [`hook_${hook}_enabled`, boolean],
    [`hook_${hook}_uri`, text],
    [`hook_${hook}_secrets`, secret],
  ]),

  ...all(boolean, 'mfa_totp_enroll_enabled mfa_totp_verify_enabled'),
  ...all(boolean, 'mfa_phone_enroll_enabled mfa_phone_verify_enabled'),
  ...all(boolean, 'mfa_web_authn_enroll_enabled mfa_web_authn_verify_enabled'),
  ...all(large, 'mfa_max_enrolled_factors'),
  ...all(small, 'mfa_phone_otp_length mfa_phone_max_frequency'),
  ...all(text, 'mfa_phone_template'),

  ['password_min_length', number(6, 32_767)],
  ...all(boolean, 'password_hibp_enabled'),
  ...all(text, 'password_required_characters'),
  ...all(rate, 'rate_limit_anonymous_users rate_limit_email_sent rate_limit_sms_sent'),
  ...all(rate, 'rate_limit_token_refresh rate_limit_verify rate_limit_otp rate_limit_web3'),

  ...all(boolean, 'saml_enabled saml_allow_encrypted_assertions'),
  ...all(text, 'saml_external_url'),
  ...all(boolean, 'security_sb_forwarded_for_enabled security_captcha_enabled'),
  ['security_captcha_provider', { type: 'choice', of: ['turnstile', 'hcaptcha'] }],
  ['security_captcha_secret', secret],
  ...all(boolean, 'security_manual_linking_enabled'),
  ...all(boolean, 'security_update_password_require_reauthentication'),
  ...all(large, 'security_refresh_token_reuse_interval'),
  ...all(large, 'sessions_inactivity_timeout sessions_timebox'),
  ...all(boolean, 'sessions_single_per_user'),
  ...all(text, 'sessions_tags'),

  ...all(boolean, 'sms_autoconfirm'),
  ...all(small, 'sms_max_frequency sms_otp_length'),
  ...all(large, 'sms_otp_exp'),
  [
    'sms_provider',
    { type: 'choice', of: ['messagebird', 'textlocal', 'twilio', 'twilio_verify', 'vonage'] },
  ],
  ...all(text, 'sms_template sms_test_otp sms_test_otp_valid_until sms_messagebird_originator'),
  ...all(text, 'sms_textlocal_sender sms_twilio_account_sid sms_twilio_content_sid'),
  ...all(text, 'sms_twilio_message_service_sid sms_twilio_verify_account_sid sms_vonage_from'),
  ...all(text, 'sms_twilio_verify_message_service_sid'),
  ...all(secret, 'sms_messagebird_access_key sms_textlocal_api_key sms_twilio_auth_token'),
  ...all(secret, 'sms_twilio_verify_auth_token sms_vonage_api_key sms_vonage_api_secret'),

  ...all(boolean, 'oauth_server_enabled oauth_server_allow_dynamic_registration'),
  ...all(text, 'oauth_server_authorization_path'),
])

function all(kind: Kind, names: string): [string, Kind][] {
  return names.split(' ').map((name) => [name, kind])
}
