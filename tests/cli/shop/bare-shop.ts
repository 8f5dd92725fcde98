import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ManagementStandIn } from '#tests/stand-ins/management/supabase/index.ts'
import type { NetlifyStandIn } from '#tests/stand-ins/management/netlify/index.ts'
import { startNetlifyStandIn } from '#tests/stand-ins/management/netlify/index.ts'
import type { StripeStandIn } from '#local/stripe/index.ts'
import { startStripeStandIn } from '#local/stripe/index.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { bareProject } from '#tests/stand-ins/management/bare-project.ts'
import type { DeployedSite } from './deployed-site.ts'
import { startDeployedSite } from './deployed-site.ts'
import type { Tripwire } from './tripwire.ts'
import { startTripwire } from './tripwire.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const main = join(root, 'cli/main.ts')

export type Ended = { code: number | null; out: string; err: string; seconds: number }

/** An owner on his first day: accounts everywhere, nothing configured, customers at Stripe. */
export type Shop = {
  stripe: StripeStandIn
  supabase: SupabaseStandIn
  management: ManagementStandIn
  netlify: NetlifyStandIn
  site: DeployedSite
  tripwire: Tripwire
  /** The owner's copy of the repository as far as `.env` goes: a git repository with our ignore file. */
  folder: string
  /** What he has in hand: both Stripe keys, both tokens, a mail server, a captcha; and where the stand-ins are. */
  variables: Record<string, string>
  /** `node cli/main.ts` with these words and variables, to its end. */
  run(args: readonly string[], env?: Record<string, string | undefined>): Promise<Ended>
  /** The same, killed by the tripwire at a writing call: then `null`; how it ended where it never came there. */
  runUntil(
    trap: { at: number; when: 'before' | 'after' },
    args: readonly string[],
  ): Promise<Ended | null>
  readEnvironmentFile(): Promise<string>
  /** Everything that must never be seen: all that the stand-ins hand out or take. */
  secrets(): Promise<string[]>
  close(): Promise<void>
}

type Beginning = NonNullable<Parameters<typeof bareProject>[0]>

export async function openBareShop(beginning: Beginning = {}): Promise<Shop> {
  const { supabase, management } = await bareProject(beginning)
  const stripe = await startStripeStandIn()
  stripe.control({ deliveries: { retryDelaysMs: [10, 20, 40] } })
  const site = await startDeployedSite()
  const netlify = await startNetlifyStandIn({
    siteUrl: site.origin,
    onDeploy: ({ env }) => site.deploy({ ...env, STRIPE_API_BASE: stripe.url }),
  })
  for (const email of ['ada@example.com', 'ADA@example.com', 'grace@example.com'])
    stripe.createCustomer({ email }, { silent: true })
  // The button has deployed it, with nothing configured.
  await site.deploy({ URL: site.origin })
  const tripwire = await startTripwire({
    stripe: stripe.url,
    supabase: management.url,
    netlify: netlify.url,
  })
  const folder = await mkdtemp(join(tmpdir(), 'portal-gateway-setup-'))
  await copyFile(join(root, '.gitignore'), join(folder, '.gitignore'))
  execFileSync('git', ['init', '--quiet'], { cwd: folder })

  const variables = {
    STRIPE_SETUP_KEY: 'sk_test_local',
    STRIPE_API_KEY: 'rk_test_local',
    SUPABASE_ACCESS_TOKEN: management.token,
    NETLIFY_AUTH_TOKEN: netlify.token,
    SMTP_HOST: 'smtp.example.com',
    SMTP_PORT: '587',
    SMTP_USER: 'the-shop',
    SMTP_PASS: 'planted_mail_password',
    SMTP_ADMIN_EMAIL: 'billing@example.com',
    SMTP_SENDER_NAME: 'The Shop',
    TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
    TURNSTILE_SECRET_KEY: 'planted_turnstile_secret',
    STRIPE_API_BASE: tripwire.urls.stripe!,
    SUPABASE_API_BASE: tripwire.urls.supabase!,
    SUPABASE_PROJECT_URL: supabase.url,
    NETLIFY_API_BASE: tripwire.urls.netlify!,
  }
  const start = (args: readonly string[], env: Record<string, string | undefined> = {}) => {
    const startedAt = performance.now()
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...variables, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    const ended = once(child, 'close').then(([code]): Ended => ({
      code: code as number | null,
      out,
      err,
      seconds: (performance.now() - startedAt) / 1000,
    }))
    return { child, ended }
  }
  return {
    stripe,
    supabase,
    management,
    netlify,
    site,
    tripwire,
    folder,
    variables,
    run: (args, env) => start(args, env).ended,
    async runUntil(trap, args) {
      let isTripped = false
      const { child, ended } = start(args)
      tripwire.set({
        ...trap,
        trip() {
          isTripped = true
          child.kill('SIGKILL')
        },
      })
      const end = await ended
      tripwire.set(null)
      await netlify.settled()
      return isTripped ? null : end
    },
    readEnvironmentFile: () => readFile(join(folder, '.env'), 'utf8').catch(() => ''),
    async secrets() {
      const file = await readFile(join(folder, '.env'), 'utf8').catch(() => '')
      const kept = file.match(/(?:whsec_|sb_secret_)\w+/g) ?? []
      return [
        'sk_test_local',
        'rk_test_local',
        management.token,
        netlify.token,
        supabase.secretKey,
        supabase.serviceRoleKey,
        'planted_mail_password',
        'planted_turnstile_secret',
        ...kept,
      ]
    },
    async close() {
      await netlify.settled()
      await Promise.all([tripwire.close(), netlify.close(), site.close(), stripe.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Every file under a folder, with its content. */
export async function readTree(folder: string): Promise<{ name: string; content: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const name = join(entry.parentPath, entry.name)
        return { name, content: await readFile(name, 'latin1') }
      }),
  )
}
