import type { RequestListener } from 'node:http'
import { without } from '../shop/ready-shop.ts'
import type { Cases } from './case.ts'
import { auth, both, controlling, sql } from './case.ts'

const withoutToken = without('SUPABASE_ACCESS_TOKEN')
/** A live page that loads nothing from elsewhere. */
const withoutCaptcha: RequestListener = (_, response) => response.end('<manage-billing')

/** Each setting of Auth with a value that is not ours, and what is said of it in the words of the dashboard. */
export const settings: [name: string, value: unknown, level: 'fault' | 'warning', says: string][] =
  [
    ['site_url', 'https://elsewhere.example.net', 'fault', '"Site URL" is https://elsewhere'],
    ['disable_signup', true, 'fault', '"Allow new users to sign up" is off, not on'],
    ['external_email_enabled', false, 'fault', '"Enable Email provider" is off, not on'],
    ['mailer_autoconfirm', true, 'fault', '"Confirm email" is off, not on'],
    ['mailer_otp_length', 6, 'fault', '"Email OTP Length" is 6, not 10'],
    ['mailer_otp_exp', 3600, 'fault', '"Email OTP Expiration" is 3600, not 900'],
    ['security_manual_linking_enabled', true, 'warning', '"Allow manual linking" is on, not off'],
    ['mailer_secure_email_change_enabled', false, 'fault', '"Secure email change" is off, not on'],
    [
      'security_update_password_require_reauthentication',
      false,
      'warning',
      '"Secure password change" is off, not on',
    ],
    ['smtp_max_frequency', 1, 'warning', '"Minimum interval per user" is 1, not 60'],
    ['password_min_length', 6, 'warning', '"Minimum password length" is 6, not 32'],
    ['jwt_exp', 3600, 'warning', '"Access token expiry time" is 3600, not 1800'],
    [
      'refresh_token_rotation_enabled',
      false,
      'warning',
      '"Detect and revoke potentially compromised refresh tokens" is off, not on',
    ],
    ['sms_autoconfirm', true, 'warning', '"Enable phone confirmations" is off, not on'],
    ['rate_limit_otp', 360, 'warning', '"Rate limit for sign-ups and sign-ins" is 360, not 30'],
    ['rate_limit_verify', 360, 'warning', '"Rate limit for token verifications" is 360, not 30'],
    [
      'mailer_allow_unverified_email_sign_ins',
      true,
      'warning',
      '"Unverified email sign-ins" is on, not off',
    ],
  ]

const differing = (wanted: string) =>
  settings
    .filter(([, , level]) => level === wanted)
    .map(([name, , , says]) => new RegExp(`^Auth: ${says}.* \\(${name}\\)$`))

/** Something else uses the project, too. */
const shared = sql('create table public.orders (id bigint)', 'drop table public.orders')
const userOf = (provider: string) =>
  sql(
    `insert into auth.users (id, raw_app_meta_data) values ('${someone}', '{"providers": ["${provider}"]}')`,
    `delete from auth.users where id = '${someone}'`,
  )
const someone = '00000000-0000-4000-8000-000000000001'

export const authCases: Cases = {
  auth_settings: [
    {
      what: 'every setting that is not ours',
      fault: differing('fault'),
      warning: differing('warning'),
      break: auth(Object.fromEntries(settings)),
      isFixed: true,
    },
    {
      what: 'where the dashboard has a setting',
      fault: /"Confirm email" is off/,
      warning: /"Access token expiry time"/,
      remedy: /Supabase > (Authentication > Sign In \/ Providers|Project Settings > JWT Keys)$/,
      break: auth({ mailer_autoconfirm: true, jwt_exp: 3600 }),
    },
    {
      what: "a password longer than the one that Supabase gives everyone, also in another's project,",
      fault: /"Minimum password length" is 40, not 32/,
      break: both(shared, auth({ password_min_length: 40 })),
      isFixed: true,
    },
    {
      what: 'that a shared project has settings for its other users',
      ok: /match this copy/,
      break: both(
        shared,
        auth({
          password_min_length: 8,
          jwt_exp: 3600,
          security_manual_linking_enabled: true,
          uri_allow_list: 'https://app.example.net/callback',
        }),
      ),
    },
    {
      what: 'a wildcard among the redirect URLs',
      fault: /contain a wildcard \(https:\/\/\*\.example\.net\/\*\*\)/,
      break: auth({ uri_allow_list: 'https://*.example.net/**' }),
      isFixed: true,
    },
    {
      what: "another site's redirect URL",
      warning: /other pages to receive sessions/,
      remedy: /another site of yours/,
      break: auth({ uri_allow_list: 'https://www.example.net/account' }),
    },
    {
      what: 'a token that may not read the settings',
      unknown: /auth settings: Supabase answered 403 .*missing: auth_config_read/,
      remedy: /Auth Config/,
      break: controlling('management', {
        permissions: ['projects_read', 'project_admin_read', 'database_read'],
      }),
    },
    {
      what: 'confirmation and sign-ups that are off, without a token,',
      fault: [/"Confirm email" is off/, /"Allow new users to sign up" is off/],
      remedy: /docs\/going-live.md/,
      env: withoutToken,
      break: auth({ mailer_autoconfirm: true, disable_signup: true }),
    },
  ],
  sign_in_ways: [
    {
      what: 'a way to sign in that nobody uses',
      warning: /also sign in with google/,
      remedy: /switches it off/,
      break: auth({ external_google_enabled: true }),
      isFixed: true,
    },
    {
      what: 'a way to sign in that people use',
      ok: /other sign-ins of this project, which open no billing: github/,
      break: both(auth({ external_github_enabled: true }), userOf('github')),
    },
    {
      what: "a shared project's way to sign in, before anyone has used it,",
      ok: /which open no billing: google, saml/,
      break: both(shared, auth({ external_google_enabled: true, saml_enabled: true })),
    },
    {
      what: 'a way that no user shows',
      warning: [/sign in with saml/, /sign in with passkeys/, /sign in with custom providers/],
      remedy: /Providers: switch it off/,
      break: auth({ saml_enabled: true, passkey_enabled: true, custom_oauth_enabled: true }),
    },
    {
      what: 'another way to sign in, without a token,',
      warning: /also sign in with google/,
      remedy: /Providers: switch it off/,
      env: withoutToken,
      break: auth({ external_google_enabled: true }),
    },
  ],
  auth_hooks: [
    {
      what: 'a hook that may turn customers away',
      ok: /"Before User Created" may turn new people away: .*\n.*"After User Created"/,
      break: auth({
        hook_before_user_created_enabled: true,
        hook_after_user_created_enabled: true,
      }),
    },
    {
      what: 'a hook that changes access tokens',
      ok: /"Customize Access Token" may change what a sign-in says/,
      break: auth({ hook_custom_access_token_enabled: true }),
    },
  ],
  address_final: [
    {
      what: 'an address that may change although the project is used for billing only',
      warning: /addresses are not final yet/,
      remedy: /--billing-alone/,
      options: { isBillingAlone: true },
      isFixed: true,
    },
  ],
  captcha: [
    {
      what: 'a captcha that the page does not have',
      fault: /asks for a captcha that the page does not have/,
      remedy: /TURNSTILE_SITE_KEY.*deploy/,
      answer: withoutCaptcha,
    },
    {
      what: 'a captcha from another provider',
      fault: /a captcha from "hcaptcha"/,
      remedy: /Turnstile/,
      break: auth({ security_captcha_provider: 'hcaptcha' }),
    },
    {
      what: 'no captcha at all',
      warning: /no captcha guards the emails/,
      remedy: /make a Turnstile widget/,
      env: without('TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET_KEY'),
      answer: withoutCaptcha,
      break: auth({ security_captcha_enabled: false }),
    },
    {
      what: 'a captcha on the page that the project does not ask for',
      warning: /a captcha that the project does not ask for/,
      remedy: /TURNSTILE_SECRET_KEY/,
      break: auth({ security_captcha_enabled: false }),
      isFixed: true,
    },
  ],
}
