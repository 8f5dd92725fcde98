import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createCredits, CreditsError } from '../../spend/credits.ts'
import { account, inOrder, namesOf, prepareDataApi, secretKey, token } from './prepared-data-api.ts'

const order = { token, cost: 5, key: 'drawing-17' }

test('a charge is one call, and the key goes into one header', async () => {
  const { url, calls } = await prepareDataApi()
  const credits = createCredits({ url: `${url}/`, secretKey: ` ${secretKey}\n` })
  const charged = { outcome: 'charged', balance: 5, account, purchase: null }
  expect(await credits.charge({ ...order, allowDebt: true, open: true })).toEqual(charged)
  expect(calls).toMatchObject([
    {
      name: 'charge_credits',
      order: { ...order, allow_debt: true, open: true, live: true },
      headers: { apikey: secretKey, 'content-profile': 'public' },
    },
  ])
  expect(calls[0]?.headers).not.toHaveProperty('authorization')
})

test('a legacy key is a token, too', async () => {
  const { url, calls } = await prepareDataApi()
  const legacy = 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln'
  await createCredits({ url, secretKey: legacy }).charge(order)
  expect(calls[0]?.headers).toMatchObject({ apikey: legacy, authorization: `Bearer ${legacy}` })
})

test('whoever paid settles: the account, or the purchase where there is none', async () => {
  const { url, calls } = await prepareDataApi()
  const credits = createCredits({ url, secretKey, live: false })
  await credits.settle({ account, purchase: null, key: 'a', finalCost: 2 })
  await credits.settle({ account: null, purchase: 'cs_test_1', key: 'a', finalCost: 2 })
  expect(calls.map(({ order: sent }) => sent)).toEqual([
    { account, key: 'a', final_cost: 2, live: false },
    { purchase: 'cs_test_1', key: 'a', final_cost: 2, live: false },
  ])
})

test('an account and an address are asked for as they are', async () => {
  const { url, calls } = await prepareDataApi()
  const credits = createCredits({ url, secretKey })
  expect(await credits.of({ account })).toMatchObject({ outcome: 'found', access: ['pro'] })
  await credits.of({ address: 'ada@example.com' })
  const sent = calls.map((call) => call.order)
  expect(sent).toEqual([
    { account, live: true },
    { address: 'ada@example.com', live: true },
  ])
})

describe('without a call, nobody is known by', () => {
  test.each([
    ['nothing', ''],
    ['another word', 'nonsense'],
    ['a token of the other mode', token.replace('live', 'test')],
    ['a token that is too short', token.slice(0, -1)],
    ['a token that is too long', `${token}a`],
    ['a token with a line break', `${token}\n`],
    ['a token with another letter', token.replace('zZ', 'z_')],
    ['a license key', token.replace('pg_', 'pgl_')],
    ['no text at all', null as unknown as string],
  ])('%s', async (_, wrong) => {
    const { url, calls } = await prepareDataApi()
    const credits = createCredits({ url, secretKey })
    const unknown = { outcome: 'token_unknown', balance: 0, account: null }
    expect(await credits.charge({ ...order, token: wrong })).toEqual({ ...unknown, purchase: null })
    expect(await credits.of({ token: wrong })).toEqual({ ...unknown, access: [], lots: [] })
    expect(calls).toEqual([])
  })

  test('in test mode, a token of live mode', async () => {
    const { url, calls } = await prepareDataApi()
    const credits = createCredits({ url, secretKey, live: false })
    expect(await credits.charge(order)).toMatchObject({ outcome: 'token_unknown' })
    expect(calls).toEqual([])
    await credits.charge({ ...order, token: token.replace('live', 'test') })
    expect(calls).toMatchObject([{ order: { live: false } }])
  })
})

const charged = { body: { outcome: 'charged', balance: 5, account, purchase: null } }

describe('what passes by itself is sent again, word for word:', () => {
  test.each<[string, Parameters<typeof inOrder>[0]]>([
    ['a lock that took too long', { status: 500, body: { code: '55P03' } }],
    ['two writers', { status: 500, body: { code: '40001' } }],
    ['a ring of locks', { status: 500, body: { code: '40P01' } }],
    ['a schema that is being read', { status: 503, body: { code: 'PGRST002' } }],
    ['a pool without a connection', { status: 504, body: { code: 'PGRST003' } }],
    ['too many connections', { status: 503, body: { code: '53300' } }],
    ['a gateway without the database', { status: 502, body: '<html>Bad gateway</html>' }],
    ['a limit of the network', { status: 429, body: '' }],
    ['a connection that breaks', 'cut'],
    ['half an answer', { body: '{"outcome":' }],
  ])('%s', async (_, passing) => {
    const { url, calls } = await prepareDataApi({
      charge_credits: inOrder(passing, passing, passing, charged),
    })
    expect(await createCredits({ url, secretKey }).charge(order)).toEqual(charged.body)
    expect(calls).toHaveLength(4)
    expect(new Set(calls.map((call) => JSON.stringify(call.order))).size).toBe(1)
  })

  test('three times, and no more', async () => {
    const { url, calls } = await prepareDataApi({
      charge_credits: inOrder({ status: 503, body: { code: 'PGRST002' } }),
    })
    const charging = createCredits({ url, secretKey }).charge(order)
    await expect(charging).rejects.toThrow(CreditsError)
    expect(calls).toHaveLength(4)
  })
})

test.each([
  ['a wrong key', 401, {}, 'http_401'],
  ['a function that is not there', 404, { code: 'PGRST202' }, 'PGRST202'],
  ['a wrong number', 400, { code: '22P02' }, '22P02'],
  ['a ledger that does not add up', 500, { code: 'XX001' }, 'XX001'],
])('%s is not tried again, and its error tells no secret', async (_, status, body, code) => {
  const answer = { status, body: { ...body, message: `${secretKey} ${token}` } }
  const { url, calls } = await prepareDataApi({ charge_credits: () => answer })
  const error: unknown = await createCredits({ url, secretKey })
    .charge(order)
    .catch((e: unknown) => e)
  expect(error).toBeInstanceOf(CreditsError)
  expect((error as Error).message).toContain(code)
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/sb_secret|pg_live/)
  expect(calls).toHaveLength(1)
})

test('whoever redirects is not sent the key', async () => {
  const elsewhere = await prepareDataApi()
  const { url } = await prepareDataApi({
    charge_credits: () => ({
      status: 307,
      headers: { Location: `${elsewhere.url}/rest/v1/rpc/charge_credits` },
    }),
  })
  await expect(createCredits({ url, secretKey }).charge(order)).rejects.toThrow(CreditsError)
  expect(namesOf(elsewhere.calls)).toEqual([])
})

const right = { url: 'https://project.example', secretKey, site: 'https://pay.example' }
test.each([
  ['no address', { ...right, url: secretKey }],
  ['an address with a password', { ...right, url: `https://a:${secretKey}@project.example` }],
  ['a file', { ...right, url: `file:///${secretKey}` }],
  ['a site that is none', { ...right, site: secretKey }],
  ['no key', { ...right, secretKey: ' ' }],
  ['the public key', { ...right, secretKey: 'sb_publishable_x' }],
  ['a key with a line break', { ...right, secretKey: `${secretKey}\n${secretKey}` }],
])('%s is refused at once, and not shown', (_, settings) => {
  const error = catchError(() => createCredits(settings))
  expect(error).toBeInstanceOf(TypeError)
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secretKey)
})

test('who prints it sees no key', () => {
  const credits = createCredits(right)
  expect(inspect(credits, { depth: 9, showHidden: true })).not.toContain(secretKey)
  expect(JSON.stringify(credits)).not.toContain(secretKey)
})

function catchError(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}
