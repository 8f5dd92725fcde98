import { expect, test } from 'vitest'
import type { Amiss, ReadyShop } from '../shop/ready-shop.ts'
import { expectWholeAgain, heal, look, useReadyShop, play, turnstile } from '../shop/ready-shop.ts'

const shop = useReadyShop()

const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]))
const withoutToken = without('SUPABASE_ACCESS_TOKEN')
const sql = (statements: string, repair?: string) => async (at: ReadyShop) => {
  await at.supabase.database.exec(statements)
  return () => (repair === undefined ? undefined : at.supabase.database.exec(repair))
}
const auth = (settings: Record<string, unknown>) => (at: ReadyShop) => {
  const before = at.management.authConfig()
  at.management.setAuthConfig(settings)
  return () =>
    at.management.setAuthConfig(
      Object.fromEntries(Object.keys(settings).map((name) => [name, before[name]])),
    )
}
const history = 'supabase_migrations.schema_migrations'
const last = '20261121000008'

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

const cases: Amiss[] = [
  {
    check: 'supabase_project',
    what: 'a project that does not answer',
    level: 'fault',
    says: /does not answer as Supabase does \(500\)/,
    remedy: /status.supabase.com/,
    break(at) {
      at.supabase.control({ faults: [{ path: '/auth/v1/settings', status: 500, times: 9 }] })
      return () => at.supabase.control({ faults: [] })
    },
  },
  {
    check: 'supabase_project',
    what: 'a paused project',
    level: 'fault',
    says: /is paused/,
    remedy: /restore it: https:\/\/supabase.com\/dashboard\/project\//,
    break(at) {
      at.management.control({ status: 'INACTIVE' })
      return () => at.management.control({ status: 'ACTIVE_HEALTHY' })
    },
  },
  {
    check: 'supabase_project',
    what: 'a token of nobody',
    level: 'fault',
    says: /does not open the project/,
    remedy: /account\/tokens/,
    env: { SUPABASE_ACCESS_TOKEN: `sbp_${'0'.repeat(40)}` },
    options: { project: 'abcdefghijklmnopqrst' },
  },
  {
    check: 'supabase_project',
    what: 'an address of another project',
    level: 'warning',
    says: /is not the address of the project/,
    remedy: /domain of your own/,
    env: { SUPABASE_PROJECT_URL: 'http://127.0.0.1:9' },
  },
  {
    check: 'supabase_keys',
    what: 'a secret key in the place of the public one',
    level: 'fault',
    says: /"SUPABASE_PUBLISHABLE_KEY" is a key of another kind/,
    remedy: /roll the secret one/,
    env: { SUPABASE_PUBLISHABLE_KEY: 'sb_secret_which_must_not_be_seen' },
  },
  {
    check: 'supabase_keys',
    what: 'a public key in the place of the secret one',
    level: 'fault',
    says: /"SUPABASE_SECRET_KEY" is a key of another kind/,
    remedy: /sb_secret_/,
    env: { SUPABASE_SECRET_KEY: 'sb_publishable_not_enough' },
  },
  {
    check: 'supabase_keys',
    what: 'a key of another project',
    level: 'fault',
    says: /refuses "SUPABASE_SECRET_KEY"/,
    remedy: /a key of this project/,
    env: { SUPABASE_SECRET_KEY: 'sb_secret_of_another_project_00000' },
    isFixed: true,
  },
  {
    check: 'supabase_keys',
    what: 'something that is no key',
    level: 'fault',
    says: /"SUPABASE_PUBLISHABLE_KEY" does not look like a Supabase key/,
    remedy: /API Keys/,
    env: { SUPABASE_PUBLISHABLE_KEY: 'the-key' },
    isFixed: true,
  },
  {
    check: 'signing_keys',
    what: 'a legacy secret that signs',
    level: 'fault',
    says: /legacy secret/,
    remedy: /Migrate JWT secret/,
    break(at) {
      at.supabase.control({ legacySecret: true })
      return () => at.supabase.control({ legacySecret: false })
    },
  },
  {
    check: 'signing_keys',
    what: 'a legacy secret that the gateway knows',
    level: 'warning',
    says: /legacy secret, "SUPABASE_JWT_SECRET"/,
    remedy: /Rotate keys/,
    env: { SUPABASE_JWT_SECRET: 'a-legacy-secret-that-must-not-be-seen' },
    break(at) {
      at.supabase.control({ legacySecret: true })
      return () => at.supabase.control({ legacySecret: false })
    },
  },
  {
    check: 'migrations',
    what: 'a migration that has not run',
    level: 'fault',
    says: /1 of 8 migrations have not run, starting with 20261121000008_unmet_customers/,
    remedy: /npm run setup/,
    break: sql(
      `drop function public.list_unmet_customers; delete from ${history} where version = '${last}'`,
    ),
    isFixed: true,
  },
  {
    check: 'migrations',
    what: 'a migration that is another than in this copy',
    level: 'fault',
    says: /that ran differs from the one in this copy/,
    remedy: /docs\/upgrading.md/,
    break: sql(
      `update ${history} set statements[1] = statements[1] || ' select 1' where version = '${last}'`,
      `update ${history} set statements[1] = replace(statements[1], ' select 1', '') where version = '${last}'`,
    ),
  },
  {
    check: 'migrations',
    what: 'migrations that were run by hand',
    level: 'warning',
    says: /migrations run by hand/,
    remedy: /adds them to the list/,
    break: sql('drop schema supabase_migrations cascade'),
    isFixed: true,
  },
  {
    check: 'migrations',
    what: 'half a migration',
    level: 'fault',
    says: /only part of the migration 20261120000007_link_requests/,
    remedy: /SQL editor/,
    break: sql(
      `alter function public.clear_link_requests rename to clear_link_requests_away;
       update ${history} set version = 'away' where version = '20261120000007'`,
      `alter function public.clear_link_requests_away rename to clear_link_requests;
       update ${history} set version = '20261120000007' where version = 'away'`,
    ),
  },
  {
    check: 'migrations',
    what: 'a missing function, without a token,',
    level: 'fault',
    says: /lacks what the gateway calls/,
    remedy: /npm run setup/,
    env: withoutToken,
    break: sql(
      'alter function public.count_customers rename to count_customers_away',
      'alter function public.count_customers_away rename to count_customers',
    ),
  },
  {
    check: 'row_security',
    what: 'row-level security that is off',
    level: 'fault',
    says: /row-level security is off for public.stripe_customers/,
    remedy: /npm run setup/,
    break: sql('alter table public.stripe_customers disable row level security'),
    isFixed: true,
  },
  {
    check: 'row_security',
    what: 'a grant too many',
    level: 'fault',
    says: /more is granted on public.stripe_customers .*authenticated update/,
    remedy: /npm run setup/,
    break: sql('grant update on public.stripe_customers to authenticated'),
    isFixed: true,
  },
  {
    check: 'row_security',
    what: 'a column too many',
    level: 'fault',
    says: /more is granted on public.stripe_customers .*authenticated select/,
    remedy: /npm run setup/,
    break: sql('grant select (last_ticket) on public.stripe_customers to authenticated'),
    isFixed: true,
  },
  {
    check: 'row_security',
    what: 'a function that everybody may call',
    level: 'fault',
    says: /more is granted on public.record_customers .*public execute/,
    remedy: /npm run setup/,
    break: sql('grant execute on function public.record_customers to public'),
    isFixed: true,
  },
  {
    check: 'row_security',
    what: 'a grant too few',
    level: 'fault',
    says: /less is granted on public.sync_state .*service_role/,
    remedy: /npm run setup/,
    break: sql('revoke all on public.sync_state from service_role'),
    isFixed: true,
  },
  {
    check: 'row_security',
    what: 'a table that strangers may read, without a token,',
    level: 'fault',
    says: /anyone with the publishable key/,
    remedy: /npm run setup/,
    env: withoutToken,
    break: sql(
      'grant select on public.stripe_customers to anon',
      'revoke select on public.stripe_customers from anon',
    ),
  },
  {
    check: 'row_security',
    what: "a policy of somebody else's",
    level: 'fault',
    says: /a policy that is not the gateway's: "everybody"/,
    remedy: /Authentication > Policies/,
    break: sql(
      'create policy "everybody" on public.stripe_customers for select to authenticated using (true)',
      'drop policy "everybody" on public.stripe_customers',
    ),
  },
  {
    check: 'row_security',
    what: 'a missing policy',
    level: 'fault',
    says: /the policy "a person sees the customers under his address" is missing/,
    remedy: /supabase\/migrations/,
    break: sql(
      'alter policy "a person sees the customers under his address" on public.stripe_customers rename to away',
      'alter policy away on public.stripe_customers rename to "a person sees the customers under his address"',
    ),
  },
  {
    check: 'row_security',
    what: 'a trigger that is off',
    level: 'fault',
    says: /the trigger "stamp_address_move" is missing or off/,
    remedy: /SQL editor/,
    break: sql(
      'alter table auth.users disable trigger stamp_address_move',
      'alter table auth.users enable trigger stamp_address_move',
    ),
  },
  {
    check: 'row_security',
    what: 'a private schema that is served',
    level: 'fault',
    says: /serves the schema "private"/,
    remedy: /Exposed schemas/,
    break(at) {
      const { schemas } = at.supabase.controls
      at.supabase.control({ schemas: [...schemas, 'private'] })
      return () => at.supabase.control({ schemas })
    },
  },
  ...settings.map(([name, value, level]): Amiss => ({
    check: 'auth_settings',
    what: `${name} = ${String(value)}`,
    level,
    says: new RegExp(`Auth: ${name} is ${String(value)}, not `),
    remedy: /docs\/going-live.md/,
    break: auth({ [name]: value }),
    isFixed: true,
  })),
  {
    check: 'auth_settings',
    what: 'a wildcard among the redirect URLs',
    level: 'fault',
    says: /contain a wildcard \(https:\/\/\*\.example\.net\/\*\*\)/,
    remedy: /npm run setup/,
    break: auth({ uri_allow_list: 'https://*.example.net/**' }),
    isFixed: true,
  },
  {
    check: 'auth_settings',
    what: "another site's redirect URL",
    level: 'warning',
    says: /other pages to receive sessions/,
    remedy: /another site of yours/,
    break: auth({ uri_allow_list: 'https://www.example.net/account' }),
  },
  {
    check: 'auth_settings',
    what: 'confirmation that is off, without a token,',
    level: 'fault',
    says: /email confirmation is off/,
    remedy: /npm run setup/,
    env: withoutToken,
    break: auth({ mailer_autoconfirm: true }),
  },
  {
    check: 'auth_settings',
    what: 'sign-ups that are off, without a token,',
    level: 'fault',
    says: /sign-ups are off/,
    remedy: /npm run setup/,
    env: withoutToken,
    break: auth({ disable_signup: true }),
  },
  {
    check: 'sign_in_ways',
    what: 'a way in that nobody uses',
    level: 'warning',
    says: /also sign in with google/,
    remedy: /switches it off/,
    break: auth({ external_google_enabled: true }),
    isFixed: true,
  },
  {
    check: 'sign_in_ways',
    what: 'a way in that people use',
    level: 'warning',
    says: /also sign in with github/,
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
    check: 'sign_in_ways',
    what: 'another way in, without a token,',
    level: 'warning',
    says: /also sign in with google/,
    remedy: /Providers: switch it off/,
    env: withoutToken,
    break: auth({ external_google_enabled: true }),
  },
  {
    check: 'mailer',
    what: "Supabase's own mailer",
    level: 'warning',
    says: /Supabase's built-in mailer/,
    remedy: /SMTP_HOST/,
    break: auth({ smtp_host: null }),
    isFixed: true,
  },
  {
    check: 'mail_templates',
    what: "Supabase's own confirmation mail",
    level: 'warning',
    says: /the email "confirmation" contains Supabase's own link/,
    remedy: /supabase\/templates/,
    break: auth({
      mailer_templates_confirmation_content: '<a href="{{ .ConfirmationURL }}">go</a>',
    }),
    isFixed: true,
  },
  {
    check: 'mail_templates',
    what: 'a magic-link mail without a link',
    level: 'fault',
    says: /the email "magic_link" contains no link to the page/,
    remedy: /supabase\/templates/,
    break: auth({ mailer_templates_magic_link_content: '<p>Hello</p>' }),
    isFixed: true,
  },
  {
    check: 'mail_templates',
    what: 'a mail that the gateway never asks for, with a code,',
    level: 'warning',
    says: /the email "email_change".* contains a link or a code/,
    remedy: /supabase\/templates/,
    break: auth({ mailer_templates_email_change_content: '<p>{{ .Token }}</p>' }),
    isFixed: true,
  },
  {
    check: 'address_final',
    what: 'an address that may change where the project serves billing alone',
    level: 'warning',
    says: /addresses are not final yet/,
    remedy: /--billing-alone/,
    options: { isBillingAlone: true },
    isFixed: true,
  },
  {
    check: 'captcha',
    what: 'a captcha that the page does not have',
    level: 'fault',
    says: /asks for a captcha that the page does not have/,
    remedy: /TURNSTILE_SITE_KEY/,
    env: without('TURNSTILE_SITE_KEY'),
  },
  {
    check: 'captcha',
    what: 'a captcha of another make',
    level: 'fault',
    says: /a captcha from "hcaptcha"/,
    remedy: /Turnstile/,
    break: auth({ security_captcha_provider: 'hcaptcha' }),
  },
  {
    check: 'captcha',
    what: 'no captcha at all',
    level: 'warning',
    says: /no captcha guards the emails/,
    remedy: /make a Turnstile widget/,
    env: without(...Object.keys(turnstile)),
    break: auth({ security_captcha_enabled: false }),
  },
  {
    check: 'captcha',
    what: "a captcha of the page's that nobody asks for",
    level: 'warning',
    says: /a captcha that the project does not ask for/,
    remedy: /TURNSTILE_SECRET_KEY/,
    break: auth({ security_captcha_enabled: false }),
    isFixed: true,
  },
]

test.for(cases)('$check: $what is seen', async (amiss) => {
  await play(shop, amiss)
})

test('legacy keys are said to be legacy, and new ones are made in their place', async () => {
  const { supabase } = shop
  supabase.control({ apiKeys: 'both' })
  const world = await shop.world({
    SUPABASE_PUBLISHABLE_KEY: supabase.anonKey,
    SUPABASE_SECRET_KEY: supabase.serviceRoleKey,
  })
  const said = await look(shop, 'supabase_keys', world)
  expect(said.map(({ level }) => level)).toEqual(['warning', 'warning'])
  expect(await heal('supabase_keys', world)).toBe(2)
  expect(await look(shop, 'supabase_keys', world)).toMatchObject([{ level: 'ok' }])
  expect(world.env.SUPABASE_SECRET_KEY).toMatch(/^sb_secret_/)
  supabase.control({ apiKeys: 'new' })
})

test('a free project that refuses templates is told so, and the rest goes on', async () => {
  const { management } = shop
  const repair = auth({ smtp_host: null, mailer_templates_magic_link_content: '<p>Hello</p>' })(
    shop,
  )
  management.control({ plan: 'free' })
  const world = await shop.world()
  await expect(heal('mail_templates', world)).rejects.toMatchObject({ status: 400 })
  management.control({ plan: 'pro' })
  repair()
})

test('without a token it is said what it takes to look', async () => {
  const world = await shop.world(withoutToken)
  for (const name of [
    'migrations',
    'row_security',
    'auth_settings',
    'mailer',
    'mail_templates',
    'captcha',
  ])
    expect(await look(shop, name, world), name).toContainEqual({
      level: 'unknown',
      says: expect.any(String),
      remedy: expect.stringMatching(/SUPABASE_ACCESS_TOKEN/),
    })
})

test('everything is whole again, and no secret and no address was said', async () => {
  await expectWholeAgain(
    shop,
    cases.map(({ check }) => check),
  )
})
