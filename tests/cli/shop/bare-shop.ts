import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach } from 'vitest'
import { readBrand } from '../../../cli/brand/brand-file.ts'
import { startStripeStandIn } from '#local/stripe/index.ts'
import { bareProject, closeBareProject } from '#tests/stand-ins/management/bare-project.ts'
import { startNetlifyStandIn } from '#tests/stand-ins/management/netlify/index.ts'
import type { Ended, Variables } from '../terminal/run-command.ts'
import { startCommand } from '../terminal/run-command.ts'
import { startDeployedSite } from './deployed-site.ts'
import type { Trap } from './tripwire.ts'
import { startTripwire } from './tripwire.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

type Beginning = NonNullable<Parameters<typeof bareProject>[0]>

/** Opens shops for a test file, and closes each after its test. */
export function useBareShops(): (beginning?: Beginning) => Promise<Shop> {
  const opened: Shop[] = []
  afterEach(async () => {
    for (const shop of opened.splice(0)) await shop.close()
  })
  afterAll(closeBareProject)
  return async (beginning) => {
    const shop = await openBareShop(beginning)
    opened.push(shop)
    return shop
  }
}

export type Shop = Awaited<ReturnType<typeof openBareShop>>

/** An owner on their first day: accounts everywhere, nothing configured, customers at Stripe. */
export async function openBareShop(beginning: Beginning = {}) {
  const { supabase, management } = await bareProject(beginning)
  supabase.control({ refusesKeysAsBearer: true })
  const stripe = await startStripeStandIn()
  stripe.control({ deliveries: { retryDelaysMs: [10, 20, 40] } })
  const site = await startDeployedSite()
  const netlify = await startNetlifyStandIn({
    siteUrl: site.origin,
    onDeploy: ({ env }) => site.deploy({ ...env, STRIPE_API_BASE: stripe.url }),
  })
  for (const email of ['ada@example.com', 'ADA@example.com', 'grace@example.com'])
    stripe.createCustomer({ email }, { silent: true })
  // The owner's settings for the portal: plans can be switched, between products that they chose.
  const product = stripe.createProduct({ name: 'Studio' }).id
  const products = [
    {
      product,
      prices: [stripe.createPrice({ product }).id],
      adjustable_quantity: { enabled: false, maximum: null, minimum: 0 },
    },
  ]
  const usual = stripe.configurations().find(({ is_default }) => is_default)
  if (usual)
    stripe.updateConfiguration(usual.id, { features: { subscription_update: { products } } })
  // The button has deployed it, with nothing configured.
  await site.deploy({ URL: site.origin })
  const tripwire = await startTripwire({
    stripe: stripe.url,
    supabase: management.url,
    netlify: netlify.url,
  })
  const folder = await mkdtemp(join(tmpdir(), 'portal-gateway-setup-'))
  await copyFile(join(root, '.gitignore'), join(folder, '.gitignore'))
  await mkdir(join(folder, 'web'))
  await copyFile(join(root, 'web/brand.ts'), join(folder, 'web/brand.ts'))
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  const readEnvironmentFile = () => readFile(join(folder, '.env'), 'utf8').catch(() => '')

  const variables = {
    STRIPE_SETUP_KEY: 'sk_test_local',
    STRIPE_API_KEY: 'rk_test_local',
    SUPABASE_ACCESS_TOKEN: management.token,
    NETLIFY_AUTH_TOKEN: netlify.token,
    SMTP_HOST: 'smtp.example.com',
    SMTP_PORT: '587',
    SMTP_USER: 'the-shop',
    SMTP_PASS: 'planted_email_password',
    SMTP_ADMIN_EMAIL: 'billing@example.com',
    SMTP_SENDER_NAME: 'The Shop',
    TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
    TURNSTILE_SECRET_KEY: 'planted_turnstile_secret',
    STRIPE_API_BASE: tripwire.urls.stripe!,
    SUPABASE_API_BASE: tripwire.urls.supabase!,
    SUPABASE_PROJECT_URL: supabase.url,
    NETLIFY_API_BASE: tripwire.urls.netlify!,
  }
  const start = (args: readonly string[], env: Variables = {}) =>
    startCommand(args, { env: { ...variables, ...env }, folder })
  return {
    stripe,
    supabase,
    management,
    netlify,
    site,
    tripwire,
    /** The owner's copy of the repository as far as `.env` goes: a git repository with our ignore file. */
    folder,
    /** Both Stripe keys, both tokens, an email server, a captcha; and where the stand-ins are. */
    variables,
    /** Runs a command to its end with these words, and variables that differ. */
    run: (args: readonly string[], env?: Variables) => start(args, env).ended,
    start,
    /** The same, killed by the tripwire at a writing call: then `null`; otherwise how it ended. */
    async runUntil(trap: Omit<Trap, 'spring'>, args: readonly string[]): Promise<Ended | null> {
      let isSprung = false
      const command = start(args)
      tripwire.set({
        ...trap,
        spring() {
          isSprung = true
          command.signal('SIGKILL')
        },
      })
      const end = await command.ended
      tripwire.set(null)
      await netlify.settled()
      return isSprung ? null : end
    },
    /** From now on the tokens open another project and another site as well. */
    openOthers() {
      management.control({ otherProjects: [{ ref: 'aaaaaaaaaaaaaaaaaaaa', name: 'Other' }] })
      netlify.control({
        otherSites: [{ id: crypto.randomUUID(), name: 'other-site', url: 'https://other.example' }],
      })
    },
    readEnvironmentFile,
    /** The owner pushes what setup has written into `web/brand.ts`. */
    async push(): Promise<void> {
      site.speakFor((await readBrand(folder)).name)
    },
    /** Everything that must never be seen: all that the stand-ins hand out or accept. */
    async secrets(): Promise<string[]> {
      const kept = (await readEnvironmentFile()).match(/(?:whsec_|sb_secret_)\w+/g) ?? []
      return [
        variables.STRIPE_SETUP_KEY,
        variables.STRIPE_API_KEY,
        variables.SMTP_PASS,
        variables.TURNSTILE_SECRET_KEY,
        management.token,
        netlify.token,
        supabase.secretKey,
        supabase.serviceRoleKey,
        ...kept,
      ]
    },
    async close() {
      await netlify.settled()
      tripwire.close()
      await Promise.all([netlify.close(), site.close(), stripe.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
