import type { SupabaseClient } from '@supabase/supabase-js'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { openBackEnd, openBrowser, recordCustomers } from '#tests/supabase-clients.ts'

const [ada, grace] = ['ada@example.com', 'grace@example.com']
const columns = 'stripe_customer_id, email, livemode'

let supabase: SupabaseStandIn
let browser: SupabaseClient
let backEnd: SupabaseClient
beforeEach(async () => {
  supabase = await sharedSupabase()
  browser = openBrowser(supabase)
  backEnd = openBackEnd(supabase)
  await recordCustomers(supabase, { cus_ada: ada, cus_ADA: 'ADA@example.com', cus_grace: grace })
})

async function signIn(email: string): Promise<void> {
  await browser.auth.signInWithOtp({ email })
  const { tokenHash } = supabase.inbox.newestTo(email)!
  const { error } = await browser.auth.verifyOtp({ type: 'email', token_hash: tokenHash })
  expect(error).toBeNull()
}

describe('a person who signed in', () => {
  test('reads their own customers, however Stripe spells the address', async () => {
    await signIn(ada)
    const { data } = await browser.from('stripe_customers').select(columns).order('email')
    expect(data).toEqual([
      { stripe_customer_id: 'cus_ADA', email: 'ADA@example.com', livemode: false },
      { stripe_customer_id: 'cus_ada', email: ada, livemode: false },
    ])
  })

  test("doesn't reach anyone else's, not even by name", async () => {
    await signIn(ada)
    const named = browser.from('stripe_customers').select(columns).eq('email', grace)
    expect((await named).data).toEqual([])
    const one = browser
      .from('stripe_customers')
      .select(columns)
      .eq('stripe_customer_id', 'cus_grace')
    expect(await one.maybeSingle()).toMatchObject({ data: null, error: null })
  })

  test('may not see the other columns, nor call what is for the server', async () => {
    await signIn(ada)
    const hidden = await browser.from('stripe_customers').select('address')
    expect([hidden.status, hidden.error?.code]).toEqual([403, '42501'])
    const counted = await browser.rpc('count_customers', { mode: false })
    expect([counted.status, counted.error?.code]).toEqual([403, '42501'])
  })

  test('sees nothing after signing out', async () => {
    await signIn(ada)
    await browser.auth.signOut()
    const { data, status, error } = await browser.from('stripe_customers').select(columns)
    expect([data, status, error?.code]).toEqual([null, 401, '42501'])
  })
})

test('nobody reads a row without a session', async () => {
  const { data, status, error } = await browser.from('stripe_customers').select(columns)
  expect([data, status, error?.code]).toEqual([null, 401, '42501'])
})

test('a password that a stranger set beforehand opens no row', async () => {
  const credentials = { email: ada, password: 'a password of more than 32 letters' }
  await browser.auth.signUp(credentials)
  supabase.control({ maxFrequencySeconds: 0 })
  await signIn(ada)
  const stranger = openBrowser(supabase)
  const { data } = await stranger.auth.signInWithPassword(credentials)
  expect(data.user).toMatchObject({ email: ada })
  expect((await stranger.from('stripe_customers').select(columns)).data).toEqual([])
})

describe("the owner's back end", () => {
  test('counts customers and addresses', async () => {
    const { data } = await backEnd.rpc('count_customers', { mode: false }).single()
    expect(data).toEqual({ customers: 3, addresses: 2, shared_addresses: 1, unreachable: 0 })
  })

  test('reads every row, page by page', async () => {
    const rows = backEnd.from('stripe_customers').select(columns, { count: 'exact' })
    const { data, count } = await rows.order('stripe_customer_id').range(1, 2)
    expect([data?.map((row) => row.stripe_customer_id), count]).toEqual([
      ['cus_ada', 'cus_grace'],
      3,
    ])
  })
})
