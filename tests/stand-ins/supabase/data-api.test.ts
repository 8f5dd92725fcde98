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

describe('what is refused', () => {
  const from = 'GET /stripe_customers?select='
  type Case = [string, string, unknown, number, string]
  test.each<Case>([
    ['a column that is withheld', `${from}address`, undefined, 403, '42501'],
    ['every column', 'GET /stripe_customers', undefined, 403, '42501'],
    ['a function that is withheld', 'POST /rpc/take_read_ticket', {}, 403, '42501'],
    ['an unknown table', 'GET /nothing?select=a', undefined, 404, 'PGRST205'],
    ['a private table', 'GET /link_requests?select=address', undefined, 404, 'PGRST205'],
    ['an unknown function', 'POST /rpc/nothing', {}, 404, 'PGRST202'],
    ['a private function', 'POST /rpc/proven_address', {}, 404, 'PGRST202'],
    ['other names of arguments', 'POST /rpc/count_link_request', { a: 'a' }, 404, 'PGRST202'],
    ['a missing argument', 'POST /rpc/record_customers', { reads: [] }, 404, 'PGRST202'],
    ['an unknown column', `${from}nothing`, undefined, 400, '42703'],
    ['a filter that is none', `${from}email&email=ada`, undefined, 400, 'PGRST100'],
    ['a value of the wrong type', `${from}email&livemode=eq.maybe`, undefined, 400, '22P02'],
    ['a limit that is no number', `${from}email&limit=all`, undefined, 400, 'PGRST100'],
    ['what is inside the table', `${from}email,orders(id)`, undefined, 400, 'PGRST100'],
  ])('to a user: %s', async (_, order, body, status, code) => {
    const token = await supabase.mintToken({ email: ada })
    const headers = { apikey: supabase.publishableKey, Authorization: `Bearer ${token}` }
    const answer = await call(order, headers, body)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  const brokenRule = { reads: [{ stripe_customer_id: 'sub_1', livemode: true }], ticket: 1 }
  const wrongType = { reads: [], ticket: 'x' }
  test.each<Case>([
    ['a body that is no object', 'POST /rpc/take_read_ticket', [1], 400, 'PGRST102'],
    ['a row that breaks a rule', 'POST /rpc/record_customers', brokenRule, 400, '23514'],
    ['a wrong type', 'POST /rpc/record_customers', wrongType, 400, '22P02'],
    ['a change by GET', 'GET /rpc/take_read_ticket', undefined, 405, '25006'],
  ])('even to the secret key: %s', async (_, order, body, status, code) => {
    const answer = await call(order, { apikey: supabase.secretKey }, body)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('another schema', async () => {
    const headers = { apikey: supabase.secretKey, 'Accept-Profile': 'private' }
    const { status, body } = await call('GET /address_moves?select=user_id', headers)
    expect([status, body.code]).toEqual([406, 'PGRST106'])
  })

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
  const idsOf = (answer: { data: unknown }) =>
    (answer.data as Record<string, unknown>[] | null)?.map((row) => row[id])

  test('gives the columns that were asked for, under the names that were asked for', async () => {
    const { data } = await select(`id:${id},deleted,last_ticket`).eq(id, 'cus_a')
    expect(data).toEqual([{ id: 'cus_a', deleted: false, last_ticket: expect.any(Number) }])
  })

  test('filters, orders and pages', async () => {
    const ids = () => select(id)
    const answers = await Promise.all([
      ids().in(id, ['cus_b', 'cus_a']).order(id),
      ids().gt(id, 'cus_b').order(id, { ascending: false }),
      ids().lt(id, 'cus_b'),
      ids().not('email', 'is', null).order(id).range(1, 2),
      ids().is('email', null),
      ids().eq('livemode', true),
      ids().in(id, []),
    ])
    expect(answers.map(idsOf)).toEqual([
      ['cus_a', 'cus_b'],
      ['cus_d', 'cus_c'],
      ['cus_a'],
      ['cus_b', 'cus_c'],
      [],
      [],
      [],
    ])
  })

  test('takes a value as a value, whatever it looks like', async () => {
    const quoted = ['cus_a, "cus_a"@example.com', `'; drop table stripe_customers; --`, 'a\\"b),(c']
      .map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`)
      .join(',')
    expect(idsOf(await select(id).filter('email', 'in', `(${quoted})`))).toEqual(['cus_a'])
    const { error } = await select('email').eq('"; drop table x; --', 1)
    expect(error?.code).toBe('42703')
  })

  test.each(['a,b', '(a', '("a)', '(a,)', '(a"b)', '("a"b)'])(
    'takes %s for no list',
    async (list) => {
      const { error } = await select('email').filter('email', 'in', list)
      expect(error?.code).toBe('PGRST100')
    },
  )

  test('counts what there is beyond the page', async () => {
    const part = await select('email', { count: 'exact' }).limit(3)
    expect([part.status, part.count, part.data?.length]).toEqual([206, 4, 3])
    const whole = await select('email', { count: 'exact', head: true })
    expect([whole.status, whole.count, whole.data]).toEqual([200, 4, null])
    const beyond = await select('email', { count: 'exact' }).range(9, 10)
    expect([beyond.status, beyond.error?.code]).toEqual([416, 'PGRST103'])
  })

  test('gives one row as an object, and says if there is not exactly one', async () => {
    expect((await select(id).eq(id, 'cus_a').single()).data).toEqual({ [id]: 'cus_a' })
    const none = await select(id).eq(id, 'x').single()
    expect([none.status, none.error?.code]).toEqual([406, 'PGRST116'])
    expect(await select(id).eq(id, 'x').maybeSingle()).toMatchObject({ data: null, error: null })
  })

  test('never gives more rows than the project allows, and nor does a function', async () => {
    supabase.control({ maxRows: 2 })
    expect((await select('email')).data).toHaveLength(2)
    const reads = ['cus_1', 'cus_2', 'cus_3'].map((name) => ({ [id]: name, livemode: true }))
    const { data } = await openBackEnd(supabase).rpc('record_customers', { reads, ticket: 9e9 })
    expect(data).toHaveLength(2)
  })
})

describe('a function', () => {
  test('gives a value bare, rows as objects, and nothing as a 204', async () => {
    const backEnd = openBackEnd(supabase)
    const { data: ticket } = await backEnd.rpc('take_read_ticket')
    expect(ticket).toEqual(expect.any(Number))
    const reads = [{ stripe_customer_id: 'cus_a', email: ada, livemode: true }]
    const recorded = await backEnd.rpc('record_customers', { reads, ticket })
    expect(recorded.data).toEqual([
      { stripe_customer_id: 'cus_a', outcome: 'recorded', read_ticket: ticket },
    ])
    const state = { pass_until: '2026-01-01T00:00:00Z' }
    const saved = await backEnd.rpc('save_sync_state', { mode: true, state })
    expect([saved.status, saved.data]).toEqual([204, null])
    const kept = await backEnd.from('sync_state').select('livemode,pass_until')
    expect(kept.data).toEqual([{ livemode: true, pass_until: '2026-01-01T00:00:00+00:00' }])
  })

  test('that fails leaves nothing behind', async () => {
    const reads = ['cus_a', 'sub_1'].map((id) => ({ stripe_customer_id: id, livemode: true }))
    await openBackEnd(supabase).rpc('record_customers', { reads, ticket: 1 })
    expect(await idsSeenBy(openBackEnd(supabase))).toEqual([])
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
