import type { Page } from 'playwright-core'
import type Stripe from 'stripe'
import type { StripeStandIn } from '#local/stripe/index.ts'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { startSite } from '#local/start-site.ts'
import { sharedDatabase } from '#tests/shared-supabase.ts'

/** A site whose services are stand-ins, and which knows their customers. */
export type StandInSite = {
  /** Without a slash at the end. */
  origin: string
  stripe: StripeStandIn
  supabase: SupabaseStandIn
  /** A customer who pays for a product every month; the table knows them. */
  sell(email: string, product: string): Promise<{ customer: string; subscription: string }>
  /** So many customers at Stripe under an address, a second apart, whom the table knows; nobody rang for them. */
  knownCustomers(email: string, count: number): Promise<string[]>
  /** The link in the newest email to an address. */
  mailedLink(email: string): string
  /** The code in it. */
  mailedCode(email: string): string
  /** How many emails were sent to an address. */
  countEmails(email: string): number
  /** The session behind the portal's page that is open. */
  openedPortal(page: Page): Promise<Stripe.BillingPortal.Session>
  close(): Promise<void>
}

/** What an owner may have set. */
export const owners = `
  SUPABASE_URL SUPABASE_DATABASE_URL SUPABASE_JWT_SECRET SUPABASE_JWT_ISSUER
  SUPABASE_PUBLISHABLE_KEY SUPABASE_ANON_KEY SUPABASE_SECRET_KEY SUPABASE_SERVICE_ROLE_KEY
  STRIPE_API_KEY STRIPE_SECRET_KEY STRIPE_API_BASE STRIPE_WEBHOOK_SECRET STRIPE_PORTAL_CONFIGURATION
  FRONTEND_URL URL ALLOWED_ORIGINS SIGN_IN_MAX_AGE_SECONDS`
  .trim()
  .split(/\s+/)

/**
 * Starts page, doors and stand-ins, and rings the scheduled doors once, so that the seeded customers are known.
 * Whatever the owner's `.env` says stays out of it: a test must never reach a real table.
 */
export async function startStandInSite(
  kind: 'dev' | 'built',
  wantedPort: number,
): Promise<StandInSite> {
  // Empty, not absent: `.env` fills only what is absent.
  for (const name of owners) process.env[name] = ''
  // Set by the one test that wants a captcha.
  process.env['TURNSTILE_SITE_KEY'] ??= ''
  const database = await sharedDatabase()
  const { origin, services, tick, close } = await startSite({
    kind,
    wantedPort,
    isReal: false,
    database,
  })
  if (services.standIns === null) throw new Error('The flows run only against stand-ins')
  const { stripe, supabase } = services.standIns
  await tick()
  return {
    origin,
    stripe,
    supabase,
    async close() {
      await close()
      await database.close()
    },
    async sell(email, product) {
      const { id } = stripe.createCustomer({ email })
      const price = stripe.createPrice({
        product: stripe.createProduct({ name: product }).id,
        unit_amount: 900,
        currency: 'eur',
        recurring: { interval: 'month' },
      })
      const items = [{ price: price.id, quantity: 1 }]
      const subscription = stripe.createSubscription({ customer: id, items })
      await stripe.settled()
      return { customer: id, subscription: subscription.id }
    },
    async knownCustomers(email, count) {
      const made = Array.from({ length: count }, (_, place) =>
        stripe.createCustomer(
          { email, name: `Person ${place}`, created: 1_700_000_000 + place },
          { silent: true },
        ),
      )
      const reads = made.map(({ id, created }) => {
        return { stripe_customer_id: id, email, livemode: false, deleted: false, created }
      })
      await database.query('select record_customers($1, take_read_ticket())', [reads])
      return made.map(({ id }) => id)
    },
    mailedCode: (email) => supabase.inbox.newestTo(email)?.code ?? '',
    countEmails: (email) => supabase.inbox.emails.filter(({ to }) => to === email).length,
    async openedPortal(page) {
      await page.waitForURL(/\/_local\/stripe\/portal\//)
      const session = stripe.sessions().find(({ url }) => url === page.url())
      if (session === undefined) throw new Error('This is no page of the portal')
      return session
    },
    mailedLink(email) {
      const { html = '' } = supabase.inbox.newestTo(email) ?? {}
      const href = /href="([^"]+)"/.exec(html)?.[1]
      if (href === undefined) throw new Error(`No email with a link went to "${email}"`)
      return href
        .replaceAll('&amp;', '&')
        .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    },
  }
}
