import type { RequestListener } from 'node:http'
import type { ReadyShop } from '../shop/ready-shop.ts'
import { without } from '../shop/ready-shop.ts'
import type { Cases } from './case.ts'
import { controlling, sql } from './case.ts'

const withoutToken = without('SUPABASE_ACCESS_TOKEN')
/** Sets settings of Auth, and afterwards what was there before. */
export const auth = (settings: Record<string, unknown>) => (at: ReadyShop) => {
  const before = at.management.authConfig()
  at.management.setAuthConfig(settings)
  return () =>
    at.management.setAuthConfig(
      Object.fromEntries(Object.keys(settings).map((name) => [name, before[name]])),
    )
}
/** A live page that loads nothing from elsewhere. */
const withoutCaptcha: RequestListener = (_, response) => response.end('<manage-billing')
const spoiled = '00000000-0000-4000-8000-000000000002'
const history = 'supabase_migrations.schema_migrations'
const last = '20261126000013'

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

export const supabaseCases: Cases = {
  supabase_project: [
    {
      what: 'a project that does not answer',
      fault: /does not answer as Supabase does \(500\)/,
      remedy: /status.supabase.com/,
      break: controlling('supabase', { faults: [{ path: '/auth/v1/settings', status: 500 }] }),
    },
    {
      what: 'a token of nobody, where no variable names the project,',
      fault: /Supabase refuses "SUPABASE_ACCESS_TOKEN"/,
      remedy: /account\/tokens/,
      env: { SUPABASE_ACCESS_TOKEN: 'sbp_of_nobody' },
    },
    {
      what: 'a token that says nothing of its projects',
      unknown: /which project the token is for: .*429/,
      remedy: /--supabase-project/,
      break: controlling('management', { faults: [{ path: '/v1/projects', status: 429 }] }),
    },
    {
      what: 'a paused project',
      fault: /is paused/,
      remedy: /restore it: https:\/\/supabase.com\/dashboard\/project\//,
      break: controlling('management', { status: 'INACTIVE' }),
    },
    {
      what: 'an unknown token',
      fault: /does not open the project/,
      remedy: /account\/tokens/,
      env: { SUPABASE_ACCESS_TOKEN: `sbp_${'0'.repeat(40)}` },
      options: { project: 'abcdefghijklmnopqrst' },
    },
    {
      what: 'an address of another project',
      warning: /is not the address of the project/,
      remedy: /domain of your own/,
      env: { SUPABASE_PROJECT_URL: 'http://127.0.0.1:9' },
    },
  ],
  supabase_keys: [
    {
      what: 'each key in the place of the other',
      fault: [
        /"SUPABASE_PUBLISHABLE_KEY" is a key of another kind/,
        /"SUPABASE_SECRET_KEY" is a key of another kind/,
      ],
      remedy: /roll the secret one|\(sb_secret_/,
      env: {
        SUPABASE_PUBLISHABLE_KEY: 'sb_secret_which_must_not_be_seen',
        SUPABASE_SECRET_KEY: 'sb_publishable_not_enough',
      },
    },
    {
      what: 'a key of another project',
      fault: /refuses "SUPABASE_SECRET_KEY"/,
      remedy: /a key of this project/,
      env: { SUPABASE_SECRET_KEY: 'sb_secret_of_another_project_00000' },
      isFixed: true,
    },
    {
      what: 'something that is not a key',
      fault: /"SUPABASE_PUBLISHABLE_KEY" does not look like a Supabase key/,
      remedy: /API Keys/,
      env: { SUPABASE_PUBLISHABLE_KEY: 'the-key' },
      isFixed: true,
    },
  ],
  signing_keys: [
    {
      what: 'a legacy secret that signs',
      fault: /legacy secret/,
      remedy: /Migrate JWT secret/,
      break: controlling('supabase', { legacySecret: true }),
    },
    {
      what: 'a legacy secret that the gateway knows',
      warning: /legacy secret, "SUPABASE_JWT_SECRET"/,
      remedy: /Rotate keys/,
      env: { SUPABASE_JWT_SECRET: 'a-legacy-secret-that-must-not-be-seen' },
      break: controlling('supabase', { legacySecret: true }),
    },
  ],
  migrations: [
    {
      what: 'a migration that has not run',
      fault:
        /1 of 13 migrations have not run, starting with 20261126000013_customers_from_both_ends/,
      break: sql(
        `drop function private.customer_made_at;
         alter table public.stripe_customers drop column created_at;
         delete from ${history} where version = '${last}'`,
      ),
      isFixed: true,
    },
    {
      what: 'a migration that differs from this copy',
      fault: /that ran differs from the one in this copy/,
      remedy: /docs\/upgrading.md/,
      break: sql(
        `update ${history} set statements[1] = statements[1] || ' select 1' where version = '${last}'`,
        `update ${history} set statements[1] = replace(statements[1], ' select 1', '') where version = '${last}'`,
      ),
    },
    {
      what: 'migrations that were run by hand',
      warning: /migrations run by hand/,
      remedy: /adds them to the list/,
      break: sql('drop schema supabase_migrations cascade'),
      isFixed: true,
    },
    {
      what: 'part of a migration',
      fault: /only part of the migration 20261120000007_link_requests/,
      remedy: /SQL editor/,
      break: sql(
        `alter function public.clear_link_requests rename to clear_link_requests_away;
       update ${history} set version = 'away' where version = '20261120000007'`,
        `alter function public.clear_link_requests_away rename to clear_link_requests;
       update ${history} set version = '20261120000007' where version = 'away'`,
      ),
    },
    {
      what: 'a missing function, without a token,',
      fault: /lacks what the gateway calls/,
      env: withoutToken,
      break: sql(
        'alter function public.count_customers rename to count_customers_away',
        'alter function public.count_customers_away rename to count_customers',
      ),
    },
  ],
  row_security: [
    {
      what: 'row-level security that is off, and a right too many or too few,',
      fault: [
        /row-level security is off for public.stripe_customers/,
        /more is granted on public.stripe_customers .*authenticated update/,
        /more is granted on public.stripe_customers .*authenticated select/,
        /more is granted on public.record_customers .*public execute/,
        /less is granted on public.sync_state .*service_role/,
      ],
      break: sql(`
        alter table public.stripe_customers disable row level security;
        grant update on public.stripe_customers to authenticated;
        grant select (last_ticket) on public.stripe_customers to authenticated;
        grant execute on function public.record_customers to public;
        revoke all on public.sync_state from service_role;`),
      isFixed: true,
    },
    {
      what: 'a table that strangers may read, without a token,',
      fault: /anyone with the publishable key/,
      env: withoutToken,
      break: sql(
        'grant select on public.stripe_customers to anon',
        'revoke select on public.stripe_customers from anon',
      ),
    },
    {
      what: 'a foreign policy',
      fault: /a policy that is not the gateway's: "everybody"/,
      remedy: /Authentication > Policies/,
      break: sql(
        'create policy "everybody" on public.stripe_customers for select to authenticated using (true)',
        'drop policy "everybody" on public.stripe_customers',
      ),
    },
    {
      what: 'a policy that was opened, and one for more',
      fault: [
        /"a person sees the customers under his address" does not do what/,
        /"only a person who proved the address by mail sees anything" does not do what/,
      ],
      remedy: /supabase\/migrations/,
      break: async (at) => {
        const { database } = at.supabase
        const { rows } = await database.query<{ qual: string }>(
          "select qual from pg_policies where policyname like 'a person sees%'",
        )
        const name = '"a person sees the customers under his address" on public.stripe_customers'
        const other =
          '"only a person who proved the address by mail sees anything" on public.stripe_customers'
        await database.exec(`alter policy ${name} using (true); alter policy ${other} to anon`)
        return () =>
          database.exec(
            `alter policy ${name} using (${rows[0]!.qual}); alter policy ${other} to authenticated`,
          )
      },
    },
    {
      what: 'a view past row-level security',
      fault: /the view public.everyone shows the gateway's rows/,
      remedy: /revoke all on public.everyone from/,
      break: sql(
        'create view public.everyone as select email from public.stripe_customers; grant select on public.everyone to anon',
        'drop view public.everyone',
      ),
    },
    {
      what: 'a missing policy',
      fault: /the policy "a person sees the customers under his address" is missing/,
      remedy: /supabase\/migrations/,
      break: sql(
        'alter policy "a person sees the customers under his address" on public.stripe_customers rename to away',
        'alter policy away on public.stripe_customers rename to "a person sees the customers under his address"',
      ),
    },
    {
      what: 'a trigger that is off',
      fault: /the trigger "stamp_address_move" is missing or off/,
      remedy: /SQL editor/,
      break: sql(
        'alter table auth.users disable trigger stamp_address_move',
        'alter table auth.users enable trigger stamp_address_move',
      ),
    },
    {
      what: 'a private schema that is served',
      fault: /serves the schema "private"/,
      remedy: /Exposed schemas/,
      break(at) {
        const { schemas } = at.supabase.controls
        at.supabase.control({ schemas: [...schemas, 'private'] })
        return () => at.supabase.control({ schemas })
      },
    },
  ],
  sign_in_rows: [
    {
      what: 'a row that keeps its user out',
      fault: [/1 of the project's users are kept under another/, /1 of the .* have metadata above/],
      warning: /1 email identities hold more/,
      break: sql(
        `set session_replication_role = replica;
         insert into auth.users (id, email, aud, raw_user_meta_data) values
           ('${spoiled}', 'spoiled@example.com', 'elsewhere', jsonb_build_object('a', repeat('x', 3000)));
         insert into auth.identities (provider_id, user_id, provider, identity_data) values
           ('${spoiled}', '${spoiled}', 'email', jsonb_build_object('a', repeat('x', 3000)));
         set session_replication_role = default`,
      ),
      isFixed: true,
    },
  ],
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
        const repair = auth({ external_github_enabled: true })(at)
        const id = '00000000-0000-4000-8000-000000000001'
        await at.supabase.database.exec(
          `insert into auth.users (id, raw_app_meta_data) values ('${id}', '{"providers": ["github"]}')`,
        )
        return async () => {
          repair()
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
  mailer: [
    {
      what: "Supabase's built-in mailer",
      fault: /Supabase's built-in mailer: no customer gets one/,
      remedy: /SMTP_HOST/,
      break: auth({ smtp_host: null }),
      isFixed: true,
    },
    {
      what: 'a server without a sender, and for few emails',
      fault: /no sender address/,
      warning: /only 2 emails an hour/,
      remedy: /Sender email|Rate Limits/,
      break: auth({ smtp_admin_email: null, rate_limit_email_sent: 2 }),
    },
  ],
  mail_templates: [
    {
      what: 'that the emails come after the email server',
      warning: /emails that are not ours: 1/,
      remedy: /first an email server/,
      break: auth({ smtp_host: null, mailer_templates_magic_link_content: '<p>Hello</p>' }),
    },
    {
      what: 'an email with another link, without a link, or with one too many',
      fault: /the email "magic_link" contains no link to the page/,
      warning: [
        /the email "confirmation" contains Supabase's own link/,
        /the email "email_change".* contains a link or a code/,
      ],
      remedy: /supabase\/templates/,
      break: auth({
        mailer_templates_magic_link_content: '<p>Hello</p>',
        mailer_templates_confirmation_content: '<a href="{{ .ConfirmationURL }}">go</a>',
        mailer_templates_email_change_content: '<p>{{ .Token }}</p>',
      }),
      isFixed: true,
    },
    {
      what: 'an email in other words',
      warning: /the email "recovery" is not the one of supabase\/templates/,
      break: auth({ mailer_subjects_recovery: 'Your link' }),
      isFixed: true,
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
