import type { SupabaseClient } from '@supabase/supabase-js'
import { createClient } from '@supabase/supabase-js'
import type { SupabaseStandIn } from '#local/supabase/index.ts'

/** A browser on the owner's site: the publishable key, and a session of its own that nobody else shares. */
export function openBrowser(supabase: SupabaseStandIn): SupabaseClient {
  return createClient(supabase.url, supabase.publishableKey, forOneTest)
}

/** The owner's back end, which holds the secret key. */
export function openBackEnd(supabase: SupabaseStandIn): SupabaseClient {
  return createClient(supabase.url, supabase.secretKey, forOneTest)
}

/** The Data API as whoever holds this access token sees it. */
export function openWithToken(supabase: SupabaseStandIn, accessToken: unknown): SupabaseClient {
  return createClient(supabase.url, supabase.publishableKey, {
    accessToken: async () => String(accessToken),
  })
}

// No timer and no storage outlives the test.
const forOneTest = {
  auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
}
