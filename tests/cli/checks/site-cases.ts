import { readFile, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPerform } from '../../../cli/services/perform.ts'
import type { ReadyShop } from '../shop/ready-shop.ts'
import { without } from '../shop/ready-shop.ts'
import type { Case, Cases } from './case.ts'
import { controlling, sql } from './case.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Deploys with other variables, and afterwards as it was. */
const redeploy =
  (change: (env: Record<string, string>) => void) =>
  async ({ site, netlify, stripe }: ReadyShop) => {
    const env = { ...netlify.env(), STRIPE_API_BASE: stripe.url }
    const changed = { ...env }
    change(changed)
    await site.deploy(changed)
    return () => site.deploy(env)
  }
const newestChange = async ({ world }: ReadyShop) => {
  const variables = await (await world()).site!.listVariables()
  return Math.max(...variables.map(({ updatedAt }) => updatedAt ?? 0))
}
const answering =
  (status: number, body = '', headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body)

const weakHeaders = {
  'content-security-policy': "default-src 'self'",
  'strict-transport-security': 'max-age=60',
  'x-content-type-options': 'sniff',
  'referrer-policy': 'unsafe-url',
  'cross-origin-opener-policy': 'unsafe-none',
  'permissions-policy': 'camera=()',
}

/** The owner's `web/brand.ts` as it was shipped, with other words; and afterwards as setup left it. */
const writing =
  (change: (text: string) => string) =>
  async ({ folder }: ReadyShop) => {
    const file = join(folder, 'web/brand.ts')
    const before = await readFile(file, 'utf8')
    await writeFile(file, change(await readFile(join(root, 'web/brand.ts'), 'utf8')))
    return () => writeFile(file, before)
  }
const named = (text: string) => text.replace("name: 'Portal Gateway'", "name: 'Ours'")

export const siteCases: Cases = {
  brand: [
    {
      what: 'a page that speaks for nobody whom its customers know',
      warning: [/speak for "Portal Gateway"/, /how to reach you/],
      break: writing((text) => text),
      isFixed: true,
    },
    {
      what: 'a name that was not pushed, and no way to reach the owner',
      warning: [/speaks for "Paper & Pencil", and web\/brand.ts for "Ours"/],
      remedy: /push/,
      break: writing((text) =>
        named(text).replace('support: null', "support: { label: 'x', href: 'https://x.test' }"),
      ),
    },
  ],
  netlify_variables: [
    {
      what: 'a token of somebody who may not see the site',
      unknown: /netlify variables: Netlify answered 403 at "GET \/api\/v1\/sites/,
      remedy: /as a member of the team that owns the site/,
      break: controlling('netlify', { faults: [{ path: '/api/v1/sites', status: 403 }] }),
    },
    {
      what: 'a token of somebody who may not see the variables',
      unknown: /netlify variables: Netlify answered 403 at "GET \/api\/v1\/accounts/,
      remedy: /as a member of the team that owns the site/,
      break: controlling('netlify', { faults: [{ path: '/api/v1/accounts', status: 403 }] }),
    },
    {
      what: 'a secret only for previews, and one only for dev,',
      fault: [
        /the site has "STRIPE_API_KEY", but not for production/,
        /the site has "SUPABASE_SECRET_KEY", but not for production/,
      ],
      remedy: /a value for "Production"/,
      break({ netlify, env }) {
        const only = (value = '', context = '') => ({ value, context })
        netlify.setEnv({
          STRIPE_API_KEY: { ...only(env.STRIPE_API_KEY, 'deploy-preview'), isSecret: true },
          SUPABASE_SECRET_KEY: only(env.SUPABASE_SECRET_KEY, 'dev'),
        })
      },
      isFixed: true,
    },
    {
      what: 'a secret under a name that builds publish',
      warning: [/"VITE_STRIPE_SECRET_KEY": builds publish/, /"NEXT_PUBLIC_STRIPE": builds publish/],
      remedy: /roll that key/,
      break({ netlify }) {
        const published = {
          VITE_STRIPE_SECRET_KEY: { value: 'sk_live_must_not_be_seen', isSecret: true },
          NEXT_PUBLIC_STRIPE: 'sk_live_must_not_be_seen',
        }
        // What anyone may read is no secret, under whatever name.
        const others = { VITE_SUPABASE_URL: 'https://x.supabase.co', VITE_MAPS_TOKEN: 'pk.x' }
        netlify.setEnv({ ...published, ...others })
        return () => netlify.unsetEnv(...Object.keys({ ...published, ...others }))
      },
    },
    {
      what: 'a domain that came after the first setup',
      warning: /the site is at http:.* now, and "FRONTEND_URL" is still https:.*netlify.app/,
      remedy: /npm run setup -- --page http/,
      env: { FRONTEND_URL: 'https://the-shop-billing.netlify.app/' },
    },
    {
      what: 'an unknown token',
      unknown: /Netlify answered 401/,
      remedy: /valid Netlify token/,
      env: { NETLIFY_AUTH_TOKEN: 'nfp_of_nobody' },
    },
    {
      what: 'a site that the token does not open',
      fault: /does not open the site/,
      remedy: /--netlify-site/,
      options: { site: 'another-site' },
    },
    {
      what: 'a variable that the site lacks',
      fault: /the site lacks "SIGN_IN_MAX_AGE_SECONDS"/,
      remedy: /Environment variables/,
      env: { SIGN_IN_MAX_AGE_SECONDS: '900' },
      break: (at) => () => at.netlify.unsetEnv('SIGN_IN_MAX_AGE_SECONDS'),
      isFixed: true,
    },
    {
      what: 'another value, public or secret,',
      fault: [/"STRIPE_PORTAL_CONFIGURATION" differs/, /"STRIPE_API_KEY" differs/],
      env: {
        STRIPE_PORTAL_CONFIGURATION: 'bpc_another',
        STRIPE_API_KEY: 'rk_test_another_that_must_not_be_seen',
      },
    },
    {
      what: 'a secret that is not marked as one',
      warning: /"SUPABASE_SECRET_KEY" is not marked as a secret/,
      break: ({ netlify, env: { SUPABASE_SECRET_KEY = '' } }) =>
        netlify.setEnv({ SUPABASE_SECRET_KEY }),
      isFixed: true,
    },
    {
      what: 'a secret that was set by hand',
      unknown: /whether the site's "STRIPE_API_KEY" is the same as the one here/,
      async break(at) {
        // Netlify's times are whole milliseconds.
        const { now } = Date
        while (now() === (await newestChange(at)));
        at.netlify.setEnv({ STRIPE_API_KEY: { value: 'rk_test_by_hand', isSecret: true } })
      },
      isFixed: true,
    },
    {
      what: 'what decides about sign-ins, only at the site,',
      fault: /the site has "SUPABASE_JWT_ISSUER", which is not set here/,
      warning: [/"ALLOWED_ORIGINS", which is not set here/, /"STRIPE_SETUP_KEY", which it never/],
      remedy: /delete it/,
      break({ netlify }) {
        const strays = {
          SUPABASE_JWT_ISSUER: 'https://elsewhere.example.net/auth/v1',
          ALLOWED_ORIGINS: 'https://www.example.net',
          STRIPE_SETUP_KEY: { value: 'sk_test_must_not_be_seen', isSecret: true },
        }
        netlify.setEnv(strays)
        return () => netlify.unsetEnv(...Object.keys(strays))
      },
    },
  ],
  netlify_deploy: [
    {
      what: 'a variable that changed after the deploy',
      fault: /variables have changed since the live deploy was built/,
      remedy: /Trigger deploy/,
      isFixed: true,
    },
    {
      what: 'a newest deploy that failed',
      fault: /the newest deploy failed, and an older one is live/,
      remedy: /its log says why: https:\/\/app\.netlify\.com\/projects\/[\w-]+\/deploys\/\w+$/,
      async break({ netlify, world }) {
        netlify.control({ deployFails: 'the build failed' })
        const site = (await world()).site!
        const { builds } = await site.paths()
        await createPerform((await world()).env)({
          service: 'netlify',
          method: 'POST',
          path: builds,
        })
        await netlify.settled()
        netlify.control({ deployFails: null })
      },
      isFixed: true,
    },
    {
      what: 'builds that are stopped',
      warning: /builds are stopped at Netlify/,
      remedy: /make them active/,
      break: controlling('netlify', { buildsStopped: true }),
    },
    {
      what: 'a variable that is still to be set',
      fault: /lacks variables that are still to be set/,
      env: { ALLOWED_ORIGINS: 'https://www.example.net' },
    },
  ],
  page: [
    {
      what: 'a page behind a password',
      fault: /asks for a password \(401\)/,
      remedy: /Visitor access/,
      answer: answering(401, '<form>'),
    },
    {
      what: 'a page that does not answer',
      fault: /does not answer/,
      remedy: /is the site deployed/,
      options: { page: 'http://127.0.0.1:9/' },
    },
    {
      what: 'a page that was built without its project',
      fault: /was built without this Supabase project/,
      remedy: /at Netlify, and deploy/,
      break: redeploy((env) => delete env.SUPABASE_URL),
    },
    {
      what: 'a page that redirects',
      fault: /redirects elsewhere \(301\)/,
      remedy: /without a redirect/,
      answer: answering(301, '', { Location: 'https://example.net/' }),
    },
    {
      what: 'something else in the place of the page',
      fault: /is not the page \(200\)/,
      remedy: /FRONTEND_URL/,
      answer: answering(200, '<h1>Hello</h1>'),
    },
    ...[
      ['', 'a version that does not name itself'],
      ['<meta name="generator" content="Portal Gateway 0.0.9" />', 'version 0.0.9'],
    ].map(([generator, named]): Case => ({
      what: `a page of ${named}`,
      warning: new RegExp(`^the page is ${named}, this copy is version \\d`),
      remedy: /docs\/upgrading.md/,
      env: without('SUPABASE_URL'),
      answer: answering(200, `${generator}<manage-billing>`),
    })),
  ],
  doors: [
    {
      what: 'a site behind a password',
      fault: /portal-links asks for a password \(401\)/,
      remedy: /Visitor access/,
      answer: answering(401, '<form>'),
    },
    {
      what: 'a limit that the site sets',
      unknown: /doors: The page answered 429/,
      remedy: /wait a minute/,
      answer: answering(429, '', { 'Retry-After': '3600' }),
    },
    {
      what: 'functions without their variables',
      fault: /portal-links answers 503 \(config_missing\)/,
      break: redeploy((env) => delete env.STRIPE_API_KEY),
    },
    {
      what: 'another webhook secret in the deployed functions',
      fault: /rejects what is signed with "STRIPE_WEBHOOK_SECRET"/,
      remedy: /same "STRIPE_WEBHOOK_SECRET" at Netlify/,
      env: { STRIPE_WEBHOOK_SECRET: 'whsec_another_that_must_not_be_seen' },
    },
    {
      what: 'a webhook behind a redirect',
      fault: /stripe-webhook answers 308/,
      remedy: /the redirect leads to/,
      answer: answering(308, '', { Location: '/elsewhere/' }),
    },
    {
      what: 'a page in the place of a door',
      fault: /portal-links answers 200 without a sign-in, not 401 \(token_missing\)/,
      remedy: /with its functions/,
      answer: answering(200, '<manage-billing>'),
    },
    {
      what: 'a door with another code',
      fault: /portal-links answers 401 \(token_invalid\)/,
      remedy: /docs\/errors.md/,
      answer: answering(401, '{"code":"token_invalid"}'),
    },
  ],
  security_headers: [
    ...Object.entries(weakHeaders).map(([header, value]): Case => ({
      what: `a weak ${header}`,
      fault: new RegExp(`with a weak "${header}"`),
      remedy: /web\/dist\/_headers/,
      answer: answering(200, '<manage-billing>', { [header]: value }),
    })),
    {
      what: 'a page without headers',
      fault: /without "content-security-policy"/,
      remedy: /web\/dist\/_headers/,
      answer: answering(200, '<manage-billing>'),
    },
  ],
  health: [
    {
      what: 'a version without /api/health',
      fault: /\/api\/health answers 404/,
      remedy: /deploy this copy/,
      answer: answering(404),
    },
    {
      what: 'a service that is down',
      fault: /"stripe" is down/,
      remedy: /Logs > Functions/,
      break: redeploy((env) => {
        env.STRIPE_API_KEY = 'rk_test_ofnobody'
      }),
    },
  ],
  table_filled: [
    {
      what: 'a table that was never filled',
      fault: /was never filled/,
      remedy: /npm run sync/,
      break: sql(
        'create table kept_state as table public.sync_state; delete from public.sync_state',
        'insert into public.sync_state table kept_state; drop table kept_state',
      ),
    },
    {
      what: 'a clock that has been silent for hours',
      warning: /the clock has been silent for 5 hours/,
      remedy: /sync-customers/,
      options: { now: () => Date.now() + 5 * 3_600_000 },
    },
    {
      what: 'a pass that is days old',
      warning: /the last full pass ended 72 hours ago/,
      remedy: /sync-customers/,
      break: sql(
        "update public.sync_state set passed_at = passed_at - interval '72 hours' where subject = 'customers'",
        "update public.sync_state set passed_at = passed_at + interval '72 hours' where subject = 'customers'",
      ),
    },
    {
      what: 'a table behind a schema that is not served',
      unknown: /the table: not checked/,
      remedy: /schemas that the Data API serves/,
      break: controlling('supabase', { schemas: ['graphql_public'] }),
    },
    {
      what: 'a webhook that has waited for the clock too long',
      warning: /webhooks that wait for the clock: 1, the oldest for 45 minutes/,
      remedy: /npm run sync/,
      break: sql(
        `select keep_letters(false, 'customers', '[{ "object_id": "cus_1" }]', 1);
         update private.kept_letters set kept_at = now() - interval '45 minutes'`,
        'delete from private.kept_letters',
      ),
    },
    {
      what: 'a customer who is not in the table',
      warning: /the table has 3 customers, Stripe lists 4/,
      remedy: /sync -- --full/,
      break(at) {
        const { id } = at.stripe.createCustomer({ email: 'unseen@example.com' }, { silent: true })
        return () => at.stripe.deleteCustomer(id, { silent: true })
      },
    },
  ],
  addresses: [
    {
      what: 'a customer that nobody can reach',
      warning: /customers that nobody can reach: 1$/,
      remedy: /give them an address/,
      break: sql(
        `insert into public.stripe_customers (stripe_customer_id, email, livemode, last_ticket)
         values ('cus_nobody', null, false, 1)`,
        "delete from public.stripe_customers where stripe_customer_id = 'cus_nobody'",
      ),
    },
  ],
}
