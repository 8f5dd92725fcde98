import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { eventTypes } from '#local/event-types.ts'
import { findFreePort } from '#local/free-port.ts'
import type { Workplace } from '#local/netlify/programs.ts'
import { runNetlifyBuild, startNetlifyDev } from '#local/netlify/programs.ts'
import { seedPeople } from '#local/seed.ts'
import type { StripeStandIn } from '#local/stripe/index.ts'
import { startStripeStandIn } from '#local/stripe/index.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { startSupabaseStandIn } from '#local/supabase/index.ts'
import { startRefusingProxy } from './refusing-proxy.ts'

/** A site that Netlify's own programs built and serve; Stripe and Supabase are stand-ins. */
export type NetlifySite = {
  origin: string
  /** The doors, without what the site's own files add. */
  functionsOrigin: string
  stripe: StripeStandIn
  supabase: SupabaseStandIn
  /** What the programs asked of other machines. */
  asked: string[]
  close(): Promise<void>
}

/**
 * Runs `netlify build` in a clean copy, and `netlify dev` over what came of it.
 * @param beside a folder for what is not the copy's
 */
export async function startNetlifySite(folder: string, beside: string): Promise<NetlifySite> {
  const port = await findFreePort(41_000)
  const origin = `http://127.0.0.1:${port}`
  const [stripe, supabase, proxy] = await Promise.all([
    startStripeStandIn(),
    startSupabaseStandIn({ siteUrl: `${origin}/` }),
    startRefusingProxy(),
  ])
  const { secret } = stripe.addWebhookEndpoint({
    url: `${origin}/api/stripe-webhook`,
    secret: 'whsec_local',
    events: eventTypes,
  })
  seedPeople(stripe, Math.floor(Date.now() / 1000))
  const home = join(beside, 'home')
  await mkdir(home)
  const place: Workplace = {
    folder,
    home,
    proxy: proxy.url,
    env: {
      FRONTEND_URL: `${origin}/`,
      SUPABASE_URL: supabase.url,
      SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
      SUPABASE_SECRET_KEY: supabase.secretKey,
      STRIPE_API_KEY: stripe.apiKey,
      STRIPE_API_BASE: stripe.url,
      STRIPE_WEBHOOK_SECRET: secret,
    },
  }
  const closeServices = async () => {
    proxy.close()
    await Promise.all([stripe.close(), supabase.close()])
  }
  try {
    await runNetlifyBuild(place)
    const functionsPort = await findFreePort(port + 100)
    const dev = await startNetlifyDev(place, { origin, functionsPort })
    return {
      origin,
      stripe,
      supabase,
      asked: proxy.asked,
      functionsOrigin: `http://127.0.0.1:${functionsPort}`,
      async close() {
        await dev.stop()
        await closeServices()
      },
    }
  } catch (error) {
    await closeServices()
    throw error
  }
}
