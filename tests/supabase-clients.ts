import type { SupabaseClient } from '@supabase/supabase-js'
import { createClient } from '@supabase/supabase-js'
import type { SupabaseStandIn } from '#local/supabase/index.ts'

/** A browser on the owner's site: the publishable key, and a session of its own in memory. */
export function openBrowser(supabase: SupabaseStandIn): SupabaseClient {
  return createClient(supabase.url, supabase.publishableKey, forOneTest)
}

/** The same, signed in by email. */
export async function openSignedIn(
  supabase: SupabaseStandIn,
  email: string,
): Promise<SupabaseClient> {
  const browser = openBrowser(supabase)
  const { accessToken, refreshToken } = await supabase.signIn(email)
  await browser.auth.setSession({ access_token: accessToken, refresh_token: refreshToken })
  return browser
}

/** The owner's back end, which holds the secret key. */
export function openBackEnd(supabase: SupabaseStandIn): SupabaseClient {
  return createClient(supabase.url, supabase.secretKey, forOneTest)
}

/** The Data API with any access token. */
export function openWithToken(supabase: SupabaseStandIn, accessToken: unknown): SupabaseClient {
  return createClient(supabase.url, supabase.publishableKey, {
    accessToken: async () => String(accessToken),
  })
}

// No timer and no storage outlives the test.
const forOneTest = {
  auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
}

/** Writes Stripe's customers, addresses by id, into the table as the gateway does. */
export async function recordCustomers(
  supabase: SupabaseStandIn,
  customers: Record<string, string>,
): Promise<void> {
  const backEnd = openBackEnd(supabase)
  const reads = Object.entries(customers).map(([stripe_customer_id, email]) => ({
    stripe_customer_id,
    email,
    livemode: false,
  }))
  const { data: ticket } = await backEnd.rpc('take_read_ticket').throwOnError()
  await backEnd.rpc('record_customers', { reads, ticket }).throwOnError()
}

/** The customers that a client sees. */
export async function idsSeenBy(client: SupabaseClient): Promise<unknown[]> {
  const { data } = await client.from('stripe_customers').select('stripe_customer_id').throwOnError()
  return data.map((row) => row.stripe_customer_id as unknown)
}
