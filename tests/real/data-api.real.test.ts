import { randomBytes, randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { bearer, data, mint, opens, plant, somebody } from './client.ts'

let ada: string
let id: string
beforeEach(async () => {
  ada = somebody()
  id = await plant(ada)
})

const now = () => Math.floor(Date.now() / 1000)
const otp = (age = 1) => [{ method: 'otp', timestamp: now() - age }]
/** A token of Ada's, as Auth makes it after a sign-in by email. */
const token = (claims: Record<string, unknown> = {}) =>
  mint({
    sub: randomUUID(),
    aud: 'authenticated',
    role: 'authenticated',
    email: ada,
    phone: '',
    aal: 'aal1',
    amr: otp(),
    session_id: randomUUID(),
    is_anonymous: false,
    ...claims,
  })
const as = async (claims: Record<string, unknown> = {}) => bearer(await token(claims))
const refusal = async (asked: ReturnType<typeof data>) => {
  const { status, body } = await asked
  return [status, body['code']]
}
const lookup = 'GET /stripe_customers?select=stripe_customer_id,email,livemode'

describe('a token shows the billing accounts under its address', () => {
  test.each<[string, () => Record<string, unknown>, number]>([
    ['proven by email', () => ({}), 1],
    ['by a link with a challenge', () => ({ amr: [{ method: 'magiclink', timestamp: now() }] }), 1],
    ['by a second factor besides', () => ({ amr: [...otp(), { method: 'totp' }] }), 1],
    ['in other case', () => ({ email: ada.toUpperCase() }), 1],
    ['of an audience in a list', () => ({ aud: ['authenticated'] }), 1],
    ['of a list of two', () => ({ aud: ['authenticated', 'other'] }), 0],
    ['of another list', () => ({ aud: ['other'] }), 0],
    ['of no audience', () => ({ aud: null }), 0],
    ['of another audience', () => ({ aud: 'other' }), 0],
    ['of another issuer', () => ({ iss: 'https://evil.example' }), 0],
    ['an hour old', () => ({ amr: otp(3605) }), 0],
    ['of the future', () => ({ amr: otp(-60) }), 0],
    ['by a password', () => ({ amr: [{ method: 'password', timestamp: now() }] }), 0],
    ['by a password besides', () => ({ amr: [...otp(), { method: 'password' }] }), 0],
    ['by a recovery', () => ({ amr: [{ method: 'recovery', timestamp: now() }] }), 0],
    ['by a change of address', () => ({ amr: [{ method: 'email_change', timestamp: now() }] }), 0],
    ['without a word of how', () => ({ amr: null }), 0],
    ['of another application', () => ({ client_id: randomUUID() }), 0],
    ['with a phone', () => ({ phone: '15550100' }), 0],
    ['of nobody', () => ({ is_anonymous: true }), 0],
    ['of another address', () => ({ email: somebody() }), 0],
    ['of no person', () => ({ sub: 'nobody' }), 0],
  ])('%s', async (_, claims, count) => {
    expect(await opens(await token(claims()))).toBe(count)
  })

  test('with its columns, as JSON', async () => {
    const { headers, body } = await data(lookup, { headers: await as() })
    expect(body).toEqual([{ stripe_customer_id: id, email: ada, livemode: false }])
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(headers.get('content-range')).toBe('0-0/*')
  })

  test('but none that was deleted, or went to another address', async () => {
    const record = async (read: object) => {
      const { body: ticket } = await data('POST /rpc/take_read_ticket', { body: {}, key: 'secret' })
      const reads = [{ stripe_customer_id: id, livemode: false, ...read }]
      return await data('POST /rpc/record_customers', { body: { reads, ticket }, key: 'secret' })
    }
    await record({ email: somebody() })
    expect(await opens(await token())).toBe(0)
    await record({ email: ada })
    expect(await opens(await token())).toBe(1)
    await record({ deleted: true })
    expect(await opens(await token())).toBe(0)
    expect((await record({ email: ada })).body).toMatchObject([{ outcome: 'deleted' }])
  })
})

/** As `server/gateways/supabase/data-api.ts` asks. */
describe('the functions’ own questions', () => {
  const ask = async (where: Record<string, string>) => {
    const select = 'stripe_customer_id,email,created_at'
    const query = new URLSearchParams({ select, livemode: 'eq.false', ...where })
    const headers = { ...(await as()), Prefer: 'count=exact' }
    const answer = await data(`GET /stripe_customers?${query}`, { headers })
    return [answer.status, answer.headers.get('content-range'), answer.body]
  }
  const order = 'created_at.desc,stripe_customer_id.desc'

  test('a page of rows, counted', async () => {
    const other = await plant(ada)
    const row = { stripe_customer_id: expect.any(String), email: ada }
    const page = await ask({ order, offset: '0', limit: '1' })
    expect(page).toEqual([206, '0-0/2', [expect.objectContaining(row)]])
    const rest = await ask({ order, offset: '1', limit: '100' })
    expect(rest).toEqual([206, '1-1/2', [expect.objectContaining(row)]])
    const named = [id, other].sort().join()
    expect((await ask({ stripe_customer_id: `in.(${named})` }))[1]).toBe('0-1/2')
  })

  test('a page beyond the last', async () => {
    const [status, range, body] = await ask({ order, offset: '5', limit: '100' })
    expect([status, range, body]).toMatchObject([416, '*/1', { code: 'PGRST103' }])
  })

  test('ids as old integrations chose them', async () => {
    await plant(ada, 'cus_a.b+c@example.com-1')
    const [, range] = await ask({ stripe_customer_id: 'in.(cus_a.b+c@example.com-1,cus_0)' })
    expect(range).toBe('0-0/1')
  })
})

describe('whoever has only the public key', () => {
  test.each([
    [lookup, undefined],
    ['GET /sync_state?select=livemode', undefined],
    ['POST /rpc/take_read_ticket', {}],
    ['POST /rpc/record_customers', { reads: [], ticket: 1 }],
    ['POST /rpc/count_kept_letters', { mode: true }],
  ])('is refused: %s', async (order, body) => {
    expect(await refusal(data(order, { body }))).toEqual([401, '42501'])
  })
})

describe('a user is refused', () => {
  const from = 'GET /stripe_customers?select='
  test.each<[string, string, unknown, number, string | undefined]>([
    ['a column that is withheld', `${from}address`, undefined, 403, '42501'],
    ['every column', 'GET /stripe_customers', undefined, 403, '42501'],
    ['a function that is withheld', 'POST /rpc/take_read_ticket', {}, 403, '42501'],
    ['an unknown function', 'POST /rpc/nothing', {}, 404, 'PGRST202'],
    ['a private function', 'POST /rpc/proven_address', {}, 404, 'PGRST202'],
    ['other names of arguments', 'POST /rpc/count_link_request', { a: 'a' }, 404, 'PGRST202'],
    ['a missing argument', 'POST /rpc/record_customers', { reads: [] }, 404, 'PGRST202'],
    ['an unknown column', `${from}nothing`, undefined, 400, '42703'],
    ['a filter that is none', `${from}email&email=ada`, undefined, 400, 'PGRST100'],
    ['a value of the wrong type', `${from}email&livemode=eq.maybe`, undefined, 400, '22P02'],
  ])('%s', async (_, order, body, status, code) => {
    expect(await refusal(data(order, { body, headers: await as() }))).toEqual([status, code])
  })

  test.each([
    '/nothing?select=a',
    '/link_requests?select=address',
    '/address_moves?select=user_id',
  ])('a table that isn’t there for them: %s', async (path) => {
    expect((await data(`GET ${path}`, { headers: await as() })).status).toBe(404)
  })

  test.each([
    ['nonsense', async () => 'nonsense'],
    ['a token that is out of date', () => token({ exp: now() - 60 })],
  ])('by %s', async (_, make) => {
    expect((await data(lookup, { headers: bearer(await make()) })).status).toBe(401)
  })

  test('a role that nobody may take', async () => {
    expect((await data(lookup, { headers: await as({ role: 'postgres' }) })).status).toBe(403)
  })
})

describe('the server’s key', () => {
  const secret = (order: string, body?: unknown, headers = {}) =>
    data(order, { body, headers, key: 'secret' })
  const mine = `stripe_customer_id=eq.`

  test.each<[string, string, unknown, number, string]>([
    [
      'a row that breaks a rule',
      'POST /rpc/record_customers',
      { reads: [{ stripe_customer_id: 'sub_1', livemode: true }], ticket: 1 },
      400,
      '23514',
    ],
    ['a wrong type', 'POST /rpc/record_customers', { reads: [], ticket: 'x' }, 400, '22P02'],
    ['a change by GET', 'GET /rpc/take_read_ticket', undefined, 405, '25006'],
  ])('is refused %s', async (_, order, body, status, code) => {
    expect(await refusal(secret(order, body))).toEqual([status, code])
  })

  test('is refused another schema', async () => {
    const profile = { 'accept-profile': 'private' }
    const asked = secret('GET /address_moves?select=user_id', undefined, profile)
    expect(await refusal(asked)).toEqual([406, 'PGRST106'])
  })

  test('reads under other names, filters, orders and pages', async () => {
    const names = ['a', 'b', 'c', 'd'].map(
      (name) => `cus_${randomBytes(6).toString('hex')}_${name}`,
    )
    const reads = names.map((stripe_customer_id, index) => ({
      stripe_customer_id,
      email: `${index}, "${stripe_customer_id}"@example.com`,
      livemode: false,
    }))
    await secret('POST /rpc/record_customers', { reads, ticket: 9e15 })
    const select = async (query: string) => {
      const { body } = await secret(`GET /stripe_customers?select=id:stripe_customer_id&${query}`)
      return (body as unknown as { id: string }[]).map((row) => names.indexOf(row.id))
    }
    const list = `stripe_customer_id=in.(${names.join(',')})`
    const email = encodeURIComponent(`("${reads[0]!.email.replaceAll('"', '\\"')}",")")`)
    expect([
      await select(`${list}&order=email.asc`),
      await select(`${list}&order=email.desc&limit=2`),
      await select(`${list}&order=email&limit=2&offset=1`),
      await select(`${list}&livemode=eq.true`),
      await select(`${list}&email=not.is.null&deleted=is.false&order=email`),
      await select(`email=in.${email}`),
      await select('stripe_customer_id=in.()'),
    ]).toEqual([[0, 1, 2, 3], [3, 2], [1, 2], [], [0, 1, 2, 3], [0], []])
  })

  test('counts, and gives one row as an object', async () => {
    const exact = { prefer: 'count=exact' }
    const counted = await secret(`${lookup}&${mine}${id}`, undefined, exact)
    expect([counted.status, counted.headers.get('content-range')]).toEqual([200, '0-0/1'])
    const none = await secret(`${lookup}&${mine}x`, undefined, exact)
    expect(none.headers.get('content-range')).toBe('*/0')
    const beyond = await secret(`${lookup}&${mine}${id}&offset=9`, undefined, exact)
    expect([beyond.status, beyond.body['code']]).toEqual([416, 'PGRST103'])
    const object = { accept: 'application/vnd.pgrst.object+json' }
    const one = await secret(`${lookup}&${mine}${id}`, undefined, object)
    expect([one.status, one.body]).toMatchObject([200, { stripe_customer_id: id }])
    const missing = await secret(`${lookup}&${mine}x`, undefined, object)
    expect([missing.status, missing.body['code']]).toEqual([406, 'PGRST116'])
  })

  test('gets a value bare, rows as objects, and nothing as a 204', async () => {
    const { body: ticket } = await secret('POST /rpc/take_read_ticket', {})
    expect(ticket).toEqual(expect.any(Number))
    const reads = [{ stripe_customer_id: id, email: ada, livemode: false }]
    const recorded = await secret('POST /rpc/record_customers', { reads, ticket })
    expect(recorded.body).toEqual([
      { stripe_customer_id: id, outcome: 'recorded', read_ticket: ticket },
    ])
    const again = await secret('POST /rpc/record_customers', { reads, ticket })
    expect(again.body).toMatchObject([{ outcome: 'overtaken', read_ticket: ticket }])
    const state = { pass_until: '2026-01-01T00:00:00Z' }
    expect((await secret('POST /rpc/save_sync_state', { mode: true, state })).status).toBe(204)
    const { body } = await secret('GET /sync_state?select=livemode,pass_until&livemode=is.true')
    expect(body).toEqual([{ livemode: true, pass_until: '2026-01-01T00:00:00+00:00' }])
  })

  test('leaves nothing behind where a row is refused', async () => {
    const other = `cus_${randomBytes(8).toString('hex')}`
    const reads = [other, 'sub_1'].map((name) => ({ stripe_customer_id: name, livemode: true }))
    await secret('POST /rpc/record_customers', { reads, ticket: 1 })
    expect((await secret(`${lookup}&${mine}${other}`)).body).toEqual([])
  })

  test('keeps letters and takes out what was read', async () => {
    const subject = { mode: false, of_subject: `test ${randomUUID()}` }
    const letters = [
      { object_id: 'cus_1' },
      { object_id: 'cus_2', object_created_at: '2026-01-01' },
    ]
    await secret('POST /rpc/keep_letters', { ...subject, letters, first_ticket: 5 })
    const gone = { ...subject, object_ids: ['cus_1', 'cus_2'], read_ticket: 4 }
    await secret('POST /rpc/drop_kept_letters', gone)
    const { body } = await secret('POST /rpc/list_kept_letters', { ...subject, most: 1 })
    expect(body).toEqual([{ object_id: 'cus_1', object_created_at: null }])
    await secret('POST /rpc/drop_kept_letters', { ...gone, read_ticket: 5 })
    expect((await secret('POST /rpc/list_kept_letters', { ...subject, most: 9 })).body).toEqual([])
  })
})
