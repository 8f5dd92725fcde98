import { beforeEach, describe, expect, test } from 'vitest'
import type { SupabaseStandIn } from '#local/supabase/index.ts'
import { sharedSupabase } from '#tests/shared-supabase.ts'
import { dataApi, idsSeen, recordCustomer } from './client.ts'

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
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : JSON.parse(text),
  }
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

  test.each<[string, () => Record<string, string>, string]>([
    ['a publishable key', () => ({ apikey: supabase.publishableKey }), 'anon'],
    ['a secret key', () => ({ apikey: supabase.secretKey }), 'service_role'],
  ])('%s repeated as a bearer changes nothing', async (_, headers, role) => {
    const key = headers()
    await call(lookup, { ...key, Authorization: `Bearer ${key['apikey']}` })
    expect(supabase.calls.at(-1)?.role).toBe(role)
  })

  test('a person’s token beside either key makes it the person’s request', async () => {
    await recordCustomer(supabase, 'cus_ada', ada)
    await recordCustomer(supabase, 'cus_bob', 'bob@example.com')
    const { accessToken } = await supabase.signIn(ada)
    for (const apikey of [supabase.publishableKey, supabase.secretKey]) {
      const { body } = await call(lookup, { apikey, Authorization: `bearer ${accessToken}` })
      expect(body).toEqual([{ stripe_customer_id: 'cus_ada', email: ada, livemode: false }])
      expect(supabase.calls.at(-1)?.role).toBe('authenticated')
    }
  })
})

describe('a token that is not good', () => {
  test.each<[string, () => Promise<string>, string]>([
    ['rubbish', async () => 'rubbish', 'PGRST301'],
    ['another key', async () => supabase.secretKey, 'PGRST301'],
    ['unsigned', () => supabase.mintToken({}, { alg: 'none' }), 'PGRST301'],
    [
      'signed by a stranger',
      () => supabase.mintToken({}, { alg: 'HS256', key: new Uint8Array(32) }),
      'PGRST301',
    ],
    ['of an unknown key', () => supabase.mintToken({}, { kid: 'unknown' }), 'PGRST301'],
    ['expired', () => supabase.mintToken({}, { expiresInSeconds: -31 }), 'PGRST303'],
  ])('%s', async (_, mint, code) => {
    const headers = { apikey: supabase.publishableKey, Authorization: `Bearer ${await mint()}` }
    const { status, body } = await call(lookup, headers)
    expect([status, Object.keys(body).toSorted()]).toEqual([
      401,
      ['code', 'details', 'hint', 'message'],
    ])
    expect(body.code).toBe(code)
  })

  test('expired for less than half a minute is good still', async () => {
    const token = await supabase.mintToken({ email: ada }, { expiresInSeconds: -5 })
    await expect(idsSeen(supabase, token)).resolves.toEqual([])
  })

  test('of a role that nobody may take', async () => {
    const token = await supabase.mintToken({ role: 'postgres' })
    const { error, status } = await dataApi(supabase, token).from('sync_state').select('livemode')
    expect([status, error?.code]).toEqual([403, '42501'])
  })

  test('of no role is nobody’s', async () => {
    const token = await supabase.mintToken({ role: undefined })
    const { error, status } = await dataApi(supabase, token).from('sync_state').select('livemode')
    expect([status, error?.code]).toEqual([401, '42501'])
  })
})

describe('refusals', () => {
  test.each<[string, string, unknown, number, string]>([
    ['a column that is withheld', 'GET /stripe_customers?select=address', undefined, 403, '42501'],
    ['every column', 'GET /stripe_customers', undefined, 403, '42501'],
    ['a function that is withheld', 'POST /rpc/take_read_ticket', {}, 403, '42501'],
    ['an unknown table', 'GET /nothing?select=a', undefined, 404, 'PGRST205'],
    ['a private table', 'GET /link_requests?select=address', undefined, 404, 'PGRST205'],
    ['an unknown function', 'POST /rpc/nothing', {}, 404, 'PGRST202'],
    ['a private function', 'POST /rpc/proven_address', {}, 404, 'PGRST202'],
    ['arguments by other names', 'POST /rpc/count_link_request', { address: 'a' }, 404, 'PGRST202'],
    ['a missing argument', 'POST /rpc/record_customers', { reads: [] }, 404, 'PGRST202'],
    ['an unknown column', 'GET /stripe_customers?select=nothing', undefined, 400, '42703'],
    [
      'a filter that is none',
      'GET /stripe_customers?select=email&email=ada',
      undefined,
      400,
      'PGRST100',
    ],
    [
      'a value of the wrong type',
      'GET /stripe_customers?select=email&livemode=eq.maybe',
      undefined,
      400,
      '22P02',
    ],
    [
      'a limit that is no number',
      'GET /stripe_customers?select=email&limit=all',
      undefined,
      400,
      'PGRST100',
    ],
    [
      'something inside the table',
      'GET /stripe_customers?select=email,orders(id)',
      undefined,
      400,
      'PGRST100',
    ],
  ])('%s', async (_, order, body, status, code) => {
    const token = await supabase.mintToken({ email: ada })
    const headers = { apikey: supabase.publishableKey, Authorization: `Bearer ${token}` }
    const answer = await call(order, headers, body)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test.each<[string, string, unknown, number, string]>([
    ['a body that is no object', 'POST /rpc/take_read_ticket', [1], 400, 'PGRST102'],
    [
      'a row that breaks a rule',
      'POST /rpc/record_customers',
      { reads: [{ stripe_customer_id: 'sub_1', livemode: true }], ticket: 1 },
      400,
      '23514',
    ],
    [
      'an argument of the wrong type',
      'POST /rpc/record_customers',
      { reads: [], ticket: 'x' },
      400,
      '22P02',
    ],
    ['changing something by GET', 'GET /rpc/take_read_ticket', undefined, 405, '25006'],
  ])('even to the server key: %s', async (_, order, body, status, code) => {
    const answer = await call(order, { apikey: supabase.secretKey }, body)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('another schema', async () => {
    const headers = { apikey: supabase.secretKey, 'Accept-Profile': 'private' }
    const { status, body } = await call('GET /address_moves?select=user_id', headers)
    expect([status, body.code]).toEqual([406, 'PGRST106'])
  })

  test.each(['POST /stripe_customers', 'PATCH /stripe_customers', 'DELETE /sync_state', 'GET /'])(
    '%s is not spoken here',
    async (order) => {
      const { status, body } = await call(order, { apikey: supabase.secretKey })
      expect([status, body.message]).toEqual([501, expect.stringContaining(order.split(' ')[0]!)])
    },
  )
})

describe('a select', () => {
  const ids = ['cus_a', 'cus_b', 'cus_c', 'cus_d']
  beforeEach(async () => {
    for (const id of ids) await recordCustomer(supabase, id, `${id}, "${id}"@example.com`)
  })

  const rows = () => dataApi(supabase).from('stripe_customers')
  const named = (answer: { data: Record<string, unknown>[] | null }) =>
    answer.data?.map((row) => row['stripe_customer_id'])

  test('gives the columns that were asked for, under the names that were asked for', async () => {
    const { data } = await rows()
      .select('id:stripe_customer_id,deleted,last_ticket')
      .eq('stripe_customer_id', 'cus_a')
    expect(data).toEqual([{ id: 'cus_a', deleted: false, last_ticket: expect.any(Number) }])
  })

  test('filters, orders and pages', async () => {
    const columns = 'stripe_customer_id'
    expect(
      named(await rows().select(columns).in(columns, ['cus_b', 'cus_a']).order(columns)),
    ).toEqual(['cus_a', 'cus_b'])
    expect(
      named(await rows().select(columns).gt(columns, 'cus_b').order(columns, { ascending: false })),
    ).toEqual(['cus_d', 'cus_c'])
    expect(named(await rows().select(columns).lt(columns, 'cus_b'))).toEqual(['cus_a'])
    expect(
      named(await rows().select(columns).not('email', 'is', null).order(columns).range(1, 2)),
    ).toEqual(['cus_b', 'cus_c'])
    expect(named(await rows().select(columns).is('email', null))).toEqual([])
    expect(named(await rows().select(columns).eq('livemode', true))).toEqual([])
    expect(named(await rows().select(columns).in(columns, []))).toEqual([])
  })

  test('takes a value for a value, whatever it looks like', async () => {
    const quoted = ['cus_a, "cus_a"@example.com', `'; drop table stripe_customers; --`, 'a\\"b),(c']
      .map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`)
      .join(',')
    const { data } = await rows().select('stripe_customer_id').filter('email', 'in', `(${quoted})`)
    expect(data).toEqual([{ stripe_customer_id: 'cus_a' }])
    const { error } = await rows().select('email').eq('"; drop table x; --', 1)
    expect(error?.code).toBe('42703')
  })

  test.each(['a,b', '(a', '("a)', '(a,)', '(a"b)', '("a"b)'])('%s is no list', async (list) => {
    const { error } = await rows().select('email').filter('email', 'in', list)
    expect(error?.code).toBe('PGRST100')
  })

  test('counts what there is beyond the page', async () => {
    const part = await rows().select('email', { count: 'exact' }).limit(3)
    expect([part.status, part.count, part.data?.length]).toEqual([206, 4, 3])
    const whole = await rows().select('email', { count: 'exact', head: true })
    expect([whole.status, whole.count, whole.data]).toEqual([200, 4, null])
    const beyond = await rows().select('email', { count: 'exact' }).range(9, 10)
    expect([beyond.status, beyond.error?.code]).toEqual([416, 'PGRST103'])
  })

  test('gives one row as an object, and says when it is not one', async () => {
    const one = await rows().select('stripe_customer_id').eq('stripe_customer_id', 'cus_a').single()
    expect(one.data).toEqual({ stripe_customer_id: 'cus_a' })
    const none = await rows().select('stripe_customer_id').eq('stripe_customer_id', 'x').single()
    expect([none.status, none.error?.code]).toEqual([406, 'PGRST116'])
    const perhaps = await rows()
      .select('stripe_customer_id')
      .eq('stripe_customer_id', 'x')
      .maybeSingle()
    expect([perhaps.data, perhaps.error]).toEqual([null, null])
  })

  test('never gives more rows than the project allows', async () => {
    supabase.control({ maxRows: 2 })
    expect((await rows().select('email')).data).toHaveLength(2)
  })
})

describe('a function', () => {
  test('that gives a value gives it bare', async () => {
    const { data } = await dataApi(supabase).rpc('take_read_ticket')
    expect(data).toEqual(expect.any(Number))
  })

  test('that gives rows gives a list of objects', async () => {
    const { data } = await recordCustomer(supabase, 'cus_a', ada)
    expect(data).toEqual([{ stripe_customer_id: 'cus_a', outcome: 'recorded' }])
  })

  test('that gives nothing answers 204', async () => {
    const { status, data } = await dataApi(supabase).rpc('save_sync_state', {
      mode: true,
      state: { pass_until: '2026-01-01T00:00:00Z' },
    })
    expect([status, data]).toEqual([204, null])
    const kept = await dataApi(supabase).from('sync_state').select('livemode,pass_until')
    expect(kept.data).toEqual([{ livemode: true, pass_until: '2026-01-01T00:00:00+00:00' }])
  })

  test('that fails leaves nothing behind', async () => {
    const reads = [
      { stripe_customer_id: 'cus_a', email: ada, livemode: true },
      { stripe_customer_id: 'sub_1', email: ada, livemode: true },
    ]
    await dataApi(supabase).rpc('record_customers', { reads, ticket: 1 })
    const { data } = await dataApi(supabase).from('stripe_customers').select('email')
    expect(data).toEqual([])
  })
})

test('a page on another origin may ask', async () => {
  const response = await fetch(`${supabase.url}/rest/v1/stripe_customers`, { method: 'OPTIONS' })
  expect(response.status).toBe(200)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  for (const name of [
    'authorization',
    'apikey',
    'content-type',
    'x-client-info',
    'x-supabase-api-version',
  ]) {
    expect(response.headers.get('access-control-allow-headers')).toContain(name)
  }
})
