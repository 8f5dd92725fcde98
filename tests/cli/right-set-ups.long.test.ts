import { expect, test } from 'vitest'
import type { Finding } from '../../cli/checks/check.ts'
import { checks } from '../../cli/checks/index.ts'
import { connectStripe } from '../../cli/services/connect-stripe.ts'
import type { World, WorldOptions } from '../../cli/world.ts'
import type { Break } from './checks/case.ts'
import { auth, both, fix, look, sql } from './checks/case.ts'
import type { ReadyShop } from './shop/ready-shop.ts'
import { useReadyShop, without } from './shop/ready-shop.ts'
import type { Variables } from './terminal/run-command.ts'

/** A way to set up a site that works. */
type SetUp = {
  what: string
  /** Differences of the owner's variables. */
  env?: (at: ReadyShop) => Variables
  options?: Partial<WorldOptions>
  /** What differs at the services; what it returns puts it back. */
  arrange?: Break
  /** The variables of the site, set by hand; those that setup sets, if it says nothing. */
  site?: (at: ReadyShop) => Parameters<ReadyShop['netlify']['setEnv']>[0]
}

const shop = useReadyShop()

const secret = (value = '') => ({ value, isSecret: true })
/** The site's variables by hand, as docs/going-live.md lists them. */
const byHand = ({ env }: ReadyShop) => ({
  SUPABASE_URL: env.SUPABASE_URL ?? '',
  SUPABASE_PUBLISHABLE_KEY: env.SUPABASE_PUBLISHABLE_KEY ?? '',
  SUPABASE_SECRET_KEY: secret(env.SUPABASE_SECRET_KEY),
  STRIPE_API_KEY: secret(env.STRIPE_API_KEY),
  STRIPE_WEBHOOK_SECRET: secret(env.STRIPE_WEBHOOK_SECRET),
  STRIPE_PORTAL_CONFIGURATION: env.STRIPE_PORTAL_CONFIGURATION ?? '',
  TURNSTILE_SITE_KEY: env.TURNSTILE_SITE_KEY ?? '',
})
const siteUrl =
  (suffix: string): Break =>
  (at) =>
    auth({ site_url: at.site.origin + suffix })(at)
/** As it is after the files of supabase/migrations ran in the SQL editor. */
const migratedByHand: Break = async ({ supabase: { database } }) => {
  await database.exec('drop schema supabase_migrations cascade')
  return async () => fix('migrations', await shop.world())
}
/** The project under another address, as a custom domain is. */
const elsewhere = (url = '') => url.replace('127.0.0.1', 'localhost')

/** The owner gives the webhook endpoint the page's new address, at Stripe. */
const ringsElsewhere: Break = async ({ env }) => {
  const { webhookEndpoints } = await connectStripe(env.STRIPE_SETUP_KEY!, env)
  const { id, url } = (await webhookEndpoints.list()).data[0]!
  await webhookEndpoints.update(id, { url: elsewhere(url) })
  return () => webhookEndpoints.update(id, { url })
}

const setUps: SetUp[] = [
  { what: 'made by setup' },
  {
    what: 'made by hand, as docs/going-live.md says',
    env: () => without('FRONTEND_URL', 'TURNSTILE_SECRET_KEY'),
    arrange: both(siteUrl('/'), migratedByHand),
    site: byHand,
  },
  {
    what: "made by hand, with the names of Netlify's Supabase extension",
    env: ({ env }) => ({
      ...without('FRONTEND_URL', 'SUPABASE_PUBLISHABLE_KEY', 'SUPABASE_SECRET_KEY'),
      SUPABASE_ANON_KEY: env.SUPABASE_PUBLISHABLE_KEY,
      SUPABASE_SERVICE_ROLE_KEY: env.SUPABASE_SECRET_KEY,
    }),
    arrange: both(siteUrl('/'), migratedByHand),
    site(at) {
      const { SUPABASE_PUBLISHABLE_KEY: key, SUPABASE_SECRET_KEY: own, ...others } = byHand(at)
      return { ...others, SUPABASE_ANON_KEY: key, SUPABASE_SERVICE_ROLE_KEY: own }
    },
  },
  {
    what: 'with a slash at the end of every address here, and with none at the services',
    env: ({ env, site }) => ({
      SUPABASE_URL: `${env.SUPABASE_URL}/`,
      FRONTEND_URL: `${site.origin}/`,
    }),
    arrange: siteUrl(''),
    site: (at) => ({ ...byHand(at), FRONTEND_URL: at.site.origin }),
  },
  {
    what: 'with no slash here, and one at the services',
    env: ({ site }) => ({ FRONTEND_URL: site.origin }),
    arrange: siteUrl('/'),
    site: (at) => ({
      ...byHand(at),
      SUPABASE_URL: `${at.env.SUPABASE_URL}/`,
      FRONTEND_URL: `${at.site.origin}/`,
    }),
  },
  {
    what: 'with a domain of its own for Supabase, whose tokens name the old one',
    env: ({ env }) => ({
      SUPABASE_URL: elsewhere(env.SUPABASE_URL),
      SUPABASE_JWT_ISSUER: `${env.SUPABASE_URL}/auth/v1`,
    }),
  },
  {
    what: 'with a domain of its own for the page',
    env: ({ site }) => ({ FRONTEND_URL: elsewhere(`${site.origin}/`) }),
    arrange: both((at) => auth({ site_url: elsewhere(`${at.site.origin}/`) })(at), ringsElsewhere),
  },
  {
    what: 'with a captcha whose secret only Supabase has',
    env: () => without('TURNSTILE_SECRET_KEY'),
  },
  {
    what: 'with an email server that was entered by hand',
    env: () =>
      without(
        'SMTP_HOST',
        'SMTP_PORT',
        'SMTP_USER',
        'SMTP_PASS',
        'SMTP_ADMIN_EMAIL',
        'SMTP_SENDER_NAME',
      ),
    arrange: auth({ smtp_host: 'email.example.net', smtp_port: '465', rate_limit_email_sent: 30 }),
  },
  {
    what: 'with two webhook secrets, while one is rolled',
    env: ({ env }) => ({ STRIPE_WEBHOOK_SECRET: `${env.STRIPE_WEBHOOK_SECRET},whsec_former` }),
  },
  {
    what: 'with other sites that embed the page',
    env: () => ({ ALLOWED_ORIGINS: 'https://www.example.net, https://shop.example.net' }),
  },
  {
    what: 'that sells: by offers, by Payment Links that lead back, and by one with a page of its own',
    async arrange(at) {
      const { stripe, site } = at
      const [offer, silent] = [{ offer: 'yes', credits: '100' }, { silent: true }]
      const { id: product } = stripe.createProduct({ name: 'Pro', metadata: offer }, silent)
      const { id: price } = stripe.createPrice({ product, metadata: offer }, silent)
      // Neither of these is offered.
      const tiers = [{ up_to: null, unit_amount: 100 }]
      const others = [stripe.createPrice({ product, tiers }, silent)]
      others.push(stripe.createPrice({ product, unit_amount: 0 }, silent))
      const back = `${site.origin}/#bought={CHECKOUT_SESSION_ID}`
      const links = [back, 'https://shop.example.net/thanks'].map((url) => {
        const after_completion = { type: 'redirect', redirect: { url } } as const
        return stripe.createPaymentLink(
          { lines: [{ price }], fields: { after_completion } },
          silent,
        )
      })
      // As setup leaves it where plans have credits.
      const portal = at.env.STRIPE_PORTAL_CONFIGURATION!
      const change = (subscription_update: object) =>
        stripe.updateConfiguration(portal, { features: { subscription_update } })
      const { proration_behavior, schedule_at_period_end } = stripe
        .configurations()
        .find(({ id }) => id === portal)!.features.subscription_update
      const conditions = [{ type: 'decreasing_item_amount' }, { type: 'shortening_interval' }]
      change({
        proration_behavior: 'always_invoice',
        schedule_at_period_end: { conditions },
      })
      await at.run(['sync', '--full'])
      return async () => {
        change({ proration_behavior, schedule_at_period_end })
        for (const { id } of links) stripe.updatePaymentLink(id, { active: false })
        for (const id of [price, ...others.map((each) => each.id)])
          stripe.updatePrice(id, { active: false }, silent)
        await at.run(['sync', '--full'])
      }
    },
  },
  {
    what: 'in a project that another application uses, too',
    arrange: both(
      sql('create table public.orders (id bigint)', 'drop table public.orders'),
      sql(
        `create function public.custom_access_token(event jsonb) returns jsonb language sql
         as $$ select jsonb_set(event, '{claims,plan}', '"gold"') $$`,
        'drop function public.custom_access_token',
      ),
      auth({
        external_google_enabled: true,
        hook_custom_access_token_enabled: true,
        password_min_length: 8,
        uri_allow_list: 'https://app.example.net/callback',
      }),
    ),
  },
]

/** Everything that a check says there, but for "ok". */
async function hearAll(world: World): Promise<(Finding & { check: string })[]> {
  const found = []
  for (const { name } of checks)
    for (const finding of await look(name, world)) found.push({ check: name, ...finding })
  return found.filter(({ level }) => level !== 'ok')
}

test.for(setUps)('of a site $what, the doctor says nothing but "ok"', async (setUp) => {
  const { netlify } = shop
  const repair = await setUp.arrange?.(shop)
  const world = await shop.world(setUp.env?.(shop), setUp.options)
  try {
    if (setUp.site !== undefined) {
      netlify.unsetEnv(...Object.keys(netlify.env()))
      netlify.setEnv(setUp.site(shop))
    } else await fix('netlify_variables', world)
    await fix('netlify_deploy', world)
    expect(await hearAll(world)).toEqual([])
  } finally {
    await repair?.()
    netlify.unsetEnv(...Object.keys(netlify.env()))
    await fix('netlify_variables', await shop.world())
  }
})
