import type { RequestListener } from 'node:http'
import { without } from '../shop/ready-shop.ts'
import type { Cases } from './case.ts'
import { auth } from './case.ts'

const withoutToken = without('SUPABASE_ACCESS_TOKEN')
/** A live page that loads nothing from elsewhere. */
const withoutCaptcha: RequestListener = (_, response) => response.end('<manage-billing')

/** Each setting of Auth with a value that is not ours. */
const settings: [name: string, value: unknown, level: 'fault' | 'warning'][] = [
  ['site_url', 'https://elsewhere.example.net', 'fault'],
  ['disable_signup', true, 'fault'],
  ['external_email_enabled', false, 'fault'],
  ['mailer_autoconfirm', true, 'fault'],
  ['mailer_otp_length', 6, 'fault'],
  ['mailer_otp_exp', 3600, 'fault'],
  ['security_manual_linking_enabled', true, 'warning'],
  ['mailer_secure_email_change_enabled', false, 'fault'],
  ['security_update_password_require_reauthentication', false, 'warning'],
  ['smtp_max_frequency', 1, 'warning'],
  ['password_min_length', 6, 'warning'],
  ['jwt_exp', 3600, 'warning'],
  ['refresh_token_rotation_enabled', false, 'warning'],
  ['sms_autoconfirm', true, 'warning'],
  ['rate_limit_otp', 360, 'warning'],
  ['rate_limit_verify', 360, 'warning'],
]

const differing = (wanted: string) =>
  settings
    .filter(([, , level]) => level === wanted)
    .map(([name, value]) => new RegExp(`Auth: ${name} is ${String(value)}, not `))

export const authCases: Cases = {
  auth_settings: [
    {
      what: 'every setting that is not ours',
      fault: differing('fault'),
      warning: differing('warning'),
      remedy: /docs\/going-live.md/,
      break: auth(Object.fromEntries(settings)),
      isFixed: true,
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
      what: 'confirmation and sign-ups that are off, without a token,',
      fault: [/email confirmation is off/, /sign-ups are off/],
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
      warning: /also sign in with github/,
      remedy: /people in this project use it/,
      async break(at) {
        const repair = await auth({ external_github_enabled: true })(at)
        const id = '00000000-0000-4000-8000-000000000001'
        await at.supabase.database.exec(
          `insert into auth.users (id, raw_app_meta_data) values ('${id}', '{"providers": ["github"]}')`,
        )
        return async () => {
          await repair?.()
          await at.supabase.database.exec(`delete from auth.users where id = '${id}'`)
        }
      },
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
