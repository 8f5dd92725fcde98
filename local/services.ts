import type { PGlite } from '@electric-sql/pglite'
import { randomBytes } from 'node:crypto'
import { eventTypes } from './event-types.ts'
import type { StripeStandIn } from './stripe/index.ts'
import { startStripeStandIn } from './stripe/index.ts'
import type { SupabaseStandIn } from './supabase/index.ts'
import { startSupabaseStandIn } from './supabase/index.ts'

type Env = Record<string, string | undefined>

/** The environment for doors and page, and the stand-ins behind it, if there are any. */
export type Services = {
  env: Record<string, string>
  standIns: { stripe: StripeStandIn; supabase: SupabaseStandIn } | null
  close(): Promise<void>
}

/** Why the real services can't be used here. */
export class RealServicesError extends Error {}

/**
 * Stand-ins, or the real Stripe and Supabase: a stand-in's customers must never reach a real table.
 * @param order.origin where page and doors will be reached, without a slash at the end
 * @param order.isReal whether the owner asked for the real ones; that they are in `.env` says only that setup has run
 * @param order.database for the stand-in, which otherwise makes its own
 * @throws {RealServicesError}
 */
export async function startServices(
  env: Env,
  order: { origin: string; isReal: boolean; database: PGlite | undefined },
): Promise<Services> {
  const { origin, isReal, database } = order
  const page = { FRONTEND_URL: env.FRONTEND_URL || `${origin}/` }
  if (!isReal) return standIn(origin, page, database)
  assertForTests(env)
  return useReal(env, page)
}

/** Here, an edit that isn't finished would run with whatever these open. @throws {RealServicesError} */
function assertForTests(env: Env): void {
  const key = [env.STRIPE_API_KEY, env.STRIPE_SECRET_KEY].find(isSet)
  if (key === undefined || ![env.SUPABASE_URL, env.SUPABASE_DATABASE_URL].some(isSet))
    throw new RealServicesError('"--real" needs STRIPE_API_KEY and SUPABASE_URL in .env.')
  if (/^[rs]k_live_/.test(key))
    throw new RealServicesError(
      'STRIPE_API_KEY is a live key: "--real" takes only those of a sandbox or of test mode.',
    )
}

/** Real services: Stripe's events are polled and delivered signed with a secret that only this run knows. */
function useReal(env: Env, page: { FRONTEND_URL: string }): Services {
  const secrets = [env.STRIPE_WEBHOOK_SECRET, newWebhookSecret()].filter(isSet)
  return {
    env: { ...page, STRIPE_WEBHOOK_SECRET: secrets.join(',') },
    standIns: null,
    close: async () => undefined,
  }
}

async function standIn(
  origin: string,
  page: { FRONTEND_URL: string },
  database?: PGlite,
): Promise<Services> {
  const [stripe, supabase] = await Promise.all([
    startStripeStandIn(),
    startSupabaseStandIn({ siteUrl: page.FRONTEND_URL, ...(database && { database }) }),
  ])
  stripe.setPublicUrl(`${origin}/_local/stripe`)
  supabase.setPublicUrl(`${origin}/_local/supabase`)
  const endpoint = stripe.addWebhookEndpoint({
    url: `${origin}/api/stripe-webhook`,
    // One that docs/api.md can sign with: this endpoint is on this machine only.
    secret: 'whsec_local',
    events: eventTypes,
  })
  return {
    env: {
      ...page,
      SUPABASE_URL: supabase.url,
      SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
      SUPABASE_SECRET_KEY: supabase.secretKey,
      STRIPE_API_KEY: stripe.apiKey,
      STRIPE_API_BASE: stripe.url,
      STRIPE_WEBHOOK_SECRET: endpoint.secret,
    },
    standIns: { stripe, supabase },
    async close() {
      await Promise.all([stripe.close(), supabase.close()])
    },
  }
}

/** A signing secret of Stripe's form, for this machine only. */
export function newWebhookSecret(): string {
  return `whsec_local${randomBytes(24).toString('hex')}`
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== ''
}
