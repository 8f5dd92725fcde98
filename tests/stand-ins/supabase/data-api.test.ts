import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { idsSeenBy, openBackEnd, openWithToken, recordCustomers } from '#tests/supabase-clients.ts'

const ada = 'ada@example.com'

let supabase: SupabaseStandIn
beforeEach(async () => {
  supabase = await sharedSupabase()
})

async function call(order: string, headers: Record<string, string>, body?: unknown) {
  const [method, path] = order.split(' ')
  const response = await fetch(`${supabase.url}/rest/v1${path}`, {
    method: method!,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

const lookup = 'GET /stripe_customers?select=stripe_customer_id,email,livemode'

describe('the API key', () => {
  test.each<[string, () => Record<string, string>, number]>([
    ['none', () => ({}), 401],
    ['a wrong one', () => ({ apikey: 'sb_secret_nonsense' }), 401],
    [
      'the secret one from a browser',
      () => ({ apikey: supabase.secretKey, 'User-Agent': 'Mozilla/5.0' }),
      401,
    ],
    ['the secret one', () => ({ apikey: supabase.secretKey }), 200],
    ['the publishable one: nobody', () => ({ apikey: supabase.publishableKey }), 401],
  ])('%s', async (_, headers, status) => {
    expect((await call(lookup, headers())).status).toBe(status)
  })

  test.each<[string, () => string, string]>([
    ['a publishable key', () => supabase.publishableKey, 'anon'],
    ['a secret key', () => supabase.secretKey, 'service_role'],
  ])('%s repeated as a bearer changes nothing', async (_, key, role) => {
    await call(lookup, { apikey: key(), Authorization: `Bearer ${key()}` })
    expect(supabase.calls.at(-1)?.role).toBe(role)
  })

  test('with a user’s token beside it, whichever it is, is the user’s request', async () => {
    await recordCustomers(supabase, { cus_ada: ada, cus_bob: 'bob@example.com' })
    const { accessToken } = await supabase.signIn(ada)
    for (const apikey of [supabase.publishableKey, supabase.secretKey]) {
      const { body } = await call(lookup, { apikey, Authorization: `bearer ${accessToken}` })
      expect(body).toEqual([{ stripe_customer_id: 'cus_ada', email: ada, livemode: false }])
      expect(supabase.calls.at(-1)?.role).toBe('authenticated')
    }
  })
})

describe('a bad token', () => {
  test.each<[string, () => Promise<string>, number, string]>([
    ['nonsense', async () => 'nonsense', 401, 'PGRST301'],
    ['another key', async () => supabase.secretKey, 401, 'PGRST301'],
    ['unsigned', () => supabase.mintToken({}, { alg: 'none' }), 401, 'PGRST301'],
    [
      'signed by a stranger',
      () => supabase.mintToken({}, { alg: 'HS256', key: new Uint8Array(32) }),
      401,
      'PGRST301',
    ],
    ['of an unknown key', () => supabase.mintToken({}, { kid: 'unknown' }), 401, 'PGRST301'],
    ['expired', () => supabase.mintToken({}, { expiresInSeconds: -31 }), 401, 'PGRST303'],
    [
      'of a role that nobody may take',
      () => supabase.mintToken({ role: 'postgres' }),
      403,
      '42501',
    ],
    ['of no role: nobody', () => supabase.mintToken({ role: undefined }), 401, '42501'],
  ])('%s', async (_, mint, status, code) => {
    const headers = { apikey: supabase.publishableKey, Authorization: `Bearer ${await mint()}` }
    const answer = await call(lookup, headers)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    const fields = ['code', 'details', 'hint', 'message']
    expect(Object.keys(answer.body).toSorted()).toEqual(fields)
  })

  test('that expired less than half a minute ago is still good', async () => {
    const token = await supabase.mintToken({ email: ada }, { expiresInSeconds: -5 })
    await expect(idsSeenBy(openWithToken(supabase, token))).resolves.toEqual([])
  })
})

// What PostgREST itself answers is in tests/real/data-api.real.test.ts.
describe('what is refused', () => {
  test.each([
    'POST /stripe_customers',
    'PATCH /stripe_customers',
    'DELETE /sync_state',
    'POST /rpc/count_customers?select=customers',
    'GET /',
  ])('with a 501, as unknown here: %s', async (order) => {
    const { status, body } = await call(order, { apikey: supabase.secretKey })
    expect([status, body.message]).toEqual([501, expect.stringContaining(order.split(/[ ?]/)[1]!)])
  })
})

describe('a select', () => {
  const id = 'stripe_customer_id'
  beforeEach(async () => {
    const ids = ['cus_a', 'cus_b', 'cus_c', 'cus_d']
    const customers = ids.map((name) => [name, `${name}, "${name}"@example.com`])
    await recordCustomers(supabase, Object.fromEntries(customers))
  })

  const select = (columns: string, options = {}) =>
    openBackEnd(supabase).from('stripe_customers').select(columns, options)
  test.each(['a,b', '(a', '("a)', '(a,)', '(a"b)', '("a"b)'])(
    'takes %s for no list',
    async (list) => {
      const { error } = await select('email').filter('email', 'in', list)
      expect(error?.code).toBe('PGRST100')
    },
  )

  test('never gives more rows than the project allows, and nor does a function', async () => {
    supabase.control({ maxRows: 2 })
    expect((await select('email')).data).toHaveLength(2)
    const reads = ['cus_1', 'cus_2', 'cus_3'].map((name) => ({ [id]: name, livemode: true }))
    const { data } = await openBackEnd(supabase).rpc('record_customers', { reads, ticket: 9e9 })
    expect(data).toHaveLength(2)
  })
})

test('a page on another origin may ask', async () => {
  const response = await fetch(`${supabase.url}/rest/v1/stripe_customers`, { method: 'OPTIONS' })
  expect(response.status).toBe(200)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  const allowed = response.headers.get('access-control-allow-headers')
  for (const name of ['authorization', 'apikey', 'x-client-info', 'x-supabase-api-version']) {
    expect(allowed).toContain(name)
  }
})
