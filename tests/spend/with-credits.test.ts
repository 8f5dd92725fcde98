import { describe, expect, test, vi } from 'vitest'
import type { Context, Options } from '../../spend/credits.ts'
import { createCredits, withCredits } from '../../spend/credits.ts'
import type { Answer } from './prepared-data-api.ts'
import {
  account,
  inOrder,
  namesOf,
  prepareDataApi,
  secretKey,
  site,
  token,
} from './prepared-data-api.ts'

type Handler = (request: Request, context: Context) => Response | Promise<Response>
type Setting = Partial<Options> & { answers?: Parameters<typeof prepareDataApi>[0] }

/** An API that costs 5 credits; what its handler was told is kept. */
async function startApi(handler: Handler, { answers, ...options }: Setting = {}) {
  const { url, calls } = await prepareDataApi(answers)
  const credits = createCredits({ url, secretKey, site })
  const work = vi.fn<Handler>(handler)
  const onError = vi.fn<(error: unknown) => void>()
  const paid = withCredits(work, { credits, price: 5, onError, ...options })
  const ask = (authorization?: string, init: RequestInit = {}) => {
    const request = new Request('https://api.example/draw', init)
    if (authorization !== undefined) request.headers.set('Authorization', authorization)
    return paid(request)
  }
  const finals = () =>
    calls.filter(({ name }) => name === 'settle_charge').map(({ order }) => order['final_cost'])
  return { ask, calls, work, onError, finals }
}

const bearer = `Bearer ${token}`
const draw: Handler = () => Response.json({ drawing: '~~~' })
const headersOf = (answer: Response) => Object.fromEntries(answer.headers)

const buyAtAll = `${site}/plans`
const buy = `${site}/plans?for=${account}`
const offers = `${site}/api/offers`
const waysTo = (link: string) => ({
  'cache-control': 'no-store',
  'content-type': 'application/problem+json',
  link: `<${link}>; rel="payment"`,
  'x-payment-link': link,
  'x-paymentlink': link,
  'x-price': '5',
})
const tokenUnknown: Answer = {
  body: { outcome: 'token_unknown', balance: 0, account: null, purchase: null },
}

describe('401, before any work and without a call:', () => {
  test.each([
    ['nothing is sent', undefined],
    ['another kind of proof', 'Basic YTpi'],
    ['a token of something else', 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln'],
    ['a token of the other mode', bearer.replace('live', 'test')],
    ['a token without its end', bearer.slice(0, -1)],
    ['two tokens', `${bearer} ${token}`],
  ])('%s', async (_, authorization) => {
    const { ask, calls, work } = await startApi(draw)
    const answer = await ask(authorization)
    expect(answer.status).toBe(401)
    expect(headersOf(answer)).toEqual({ ...waysTo(buyAtAll), 'www-authenticate': 'Bearer' })
    expect(await answer.json()).toEqual({
      type: 'urn:portal-gateway:error:credits_token_invalid',
      title: expect.any(String) as string,
      status: 401,
      code: 'credits_token_invalid',
      price: 5,
      buy: buyAtAll,
      offers,
    })
    expect([calls, work.mock.calls]).toEqual([[], []])
  })
})

test('401 for a token that the database does not know, or that has ended', async () => {
  const answers = { charge_credits: () => tokenUnknown, account_of: () => tokenUnknown }
  const { ask, work, finals } = await startApi(draw, { answers })
  const answer = await ask(bearer)
  expect(answer.status).toBe(401)
  expect(headersOf(answer)).toMatchObject({ ...waysTo(buyAtAll), 'www-authenticate': 'Bearer' })
  expect([work.mock.calls, finals()]).toEqual([[], []])
})

test.each([
  ['credits_short', 3, 2],
  // What is owed is to be paid, too.
  ['credits_short', -4, 9],
  // It is the limit that stops it: nothing is to be bought.
  ['token_limit_reached', 100, 0],
  ['token_limit_reached', 5, 0],
  // Both stop it, and the limit is told.
  ['token_limit_reached', 3, 2],
])('402 before any work: %s at a balance of %i', async (code, balance, missing) => {
  const body = { outcome: code, balance, account, purchase: null }
  const { ask, work, finals } = await startApi(draw, {
    answers: { charge_credits: () => ({ body }) },
  })
  const answer = await ask(bearer)
  expect(answer.status).toBe(402)
  expect(headersOf(answer)).toEqual({ ...waysTo(buy), 'x-balance': String(balance) })
  expect(await answer.json()).toEqual({
    type: `urn:portal-gateway:error:${code}`,
    title: expect.any(String) as string,
    status: 402,
    code,
    price: 5,
    balance,
    missing,
    buy,
    offers,
  })
  expect([work.mock.calls, finals()]).toEqual([[], []])
})

test('a purchase token names nobody: the link to buy has no account, and the purchase settles', async () => {
  const purchase = 'cs_live_1'
  const payer = { account: null, purchase, balance: 3 }
  const body = inOrder(
    { body: { ...payer, outcome: 'charged' } },
    { body: { ...payer, outcome: 'credits_short' } },
  )
  const { ask, calls, work } = await startApi(draw, { answers: { charge_credits: body } })
  expect((await ask(bearer)).status).toBe(200)
  expect(work.mock.calls[0]?.[1]).toMatchObject({ account: null, purchase, access: ['pro'] })
  const settlement = calls.find(({ name }) => name === 'settle_charge')
  expect(settlement?.order).toMatchObject({ purchase, final_cost: 5 })
  expect(settlement?.order).not.toHaveProperty('account')
  expect((await ask(bearer)).headers.get('Link')).toBe(`<${buyAtAll}>; rel="payment"`)
})

test('200: an open charge, the handler with whoever pays, the settlement, the balance', async () => {
  const { ask, calls, work, finals } = await startApi(draw)
  const answer = await ask(bearer.replace('Bearer', 'bearer'))
  expect(await answer.json()).toEqual({ drawing: '~~~' })
  expect(headersOf(answer)).toMatchObject({ 'x-balance': '5', 'x-price': '5' })
  expect(work.mock.calls[0]?.[1]).toEqual({
    account,
    purchase: null,
    access: ['pro'],
    balance: 5,
    charge: expect.any(Function) as Context['charge'],
  })
  expect(namesOf(calls)).toEqual(['account_of', 'charge_credits', 'settle_charge'])
  expect(calls.find(({ name }) => name === 'charge_credits')?.order).toMatchObject({
    token,
    cost: 5,
    open: true,
    allow_debt: false,
    live: true,
  })
  expect(finals()).toEqual([5])
})

test('each request has a key of its own, whatever the caller sends', async () => {
  const { ask, calls } = await startApi(draw)
  const headers = { 'Idempotency-Key': 'mine' }
  await Promise.all([ask(bearer, { headers }), ask(bearer, { headers })])
  const keys = calls.filter(({ name }) => name !== 'account_of').map(({ order }) => order['key'])
  expect(keys).not.toContain('mine')
  expect([keys.length, new Set(keys).size]).toEqual([4, 2])
})

test('what the runtime hands over beside the request reaches the handler', async () => {
  const { url } = await prepareDataApi()
  const credits = createCredits({ url, secretKey, site })
  const options = { credits, price: 0 }
  const paid = withCredits(
    (_request, _context, { geo }: { geo: string }) => Response.json(geo),
    options,
  )
  expect(await (await paid(new Request(site), { geo: 'FR' })).json()).toBe('FR')
})

describe('an answer costs', () => {
  test.each<[string, Response, number]>([
    ['the price', new Response('~~~'), 5],
    ['less, if it says so', new Response('~', { headers: { 'X-Price': '2' } }), 2],
    ['nothing, if it says so', new Response('', { headers: { 'X-Price': '0' } }), 0],
    ['the price, if it says more', new Response('', { headers: { 'X-Price': '6' } }), 5],
    ['the price, if it says nonsense', new Response('', { headers: { 'X-Price': '-1' } }), 5],
    ['the price, without a body', new Response(null, { status: 204 }), 5],
    ['the price, if it leads elsewhere', Response.redirect('https://a.example/'), 5],
    ['nothing, if it is an error', new Response('no', { status: 400 }), 0],
    ['nothing, if it is our fault', Response.json({}, { status: 503 }), 0],
    ['what an error says', new Response('no', { status: 422, headers: { 'X-Price': '3' } }), 3],
    [
      'nothing, if an error says nonsense',
      new Response('', { status: 404, headers: { 'X-Price': '1.5' } }),
      0,
    ],
  ])('%s', async (_, given, cost) => {
    const { status } = given
    const { ask, finals } = await startApi(() => given)
    const answer = await ask(bearer)
    expect([answer.status, finals()]).toEqual([status, [cost]])
    expect(headersOf(answer)).toMatchObject({
      'x-price': String(cost),
      'x-balance': String(10 - cost),
    })
  })

  test('nothing, if the handler throws, and the caller learns nothing of it', async () => {
    const secret = new Error(`${secretKey} ${token}`)
    const { ask, finals, onError } = await startApi(() => Promise.reject(secret))
    const answer = await ask(bearer)
    expect([answer.status, finals()]).toEqual([500, [0]])
    expect(headersOf(answer)).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-price': '0',
      'x-balance': '10',
    })
    expect(await answer.json()).toMatchObject({ status: 500, code: 'internal' })
    expect(onError.mock.calls).toEqual([[secret]])
  })

  test('nothing, if the handler returns no answer', async () => {
    const { ask, finals } = await startApi(() => undefined as unknown as Response)
    expect([(await ask(bearer)).status, finals()]).toEqual([500, [0]])
  })

  test('what a second answer to the same charge says: it was taken, and the first one was lost', async () => {
    const repeated = { body: { outcome: 'repeated', balance: 5, account, purchase: null } }
    const { ask, work, finals } = await startApi(draw, {
      answers: { charge_credits: inOrder('cut', repeated) },
    })
    expect((await ask(bearer)).status).toBe(200)
    expect([work.mock.calls.length, finals()]).toEqual([1, [5]])
  })
})

describe('the price', () => {
  test('may depend on the request', async () => {
    const price = async (request: Request) => (await request.clone().text()).length
    const { ask, calls } = await startApi(async (request) => new Response(await request.text()), {
      price,
    })
    const answer = await ask(bearer, { method: 'POST', body: 'seven!!' })
    expect([await answer.text(), answer.headers.get('X-Balance')]).toEqual(['seven!!', '3'])
    expect(calls.find(({ name }) => name === 'charge_credits')?.order).toMatchObject({ cost: 7 })
  })

  test('of 0 runs without a token and without a call', async () => {
    const { ask, calls, work } = await startApi(draw, { price: 0 })
    for (const authorization of [undefined, 'Bearer eyJh.e30.c2ln', 'Basic YTpi']) {
      const answer = await ask(authorization)
      expect([answer.status, answer.headers.has('X-Balance')]).toEqual([200, false])
    }
    const nobody = { account: null, purchase: null, access: [], balance: 0 }
    for (const [, context] of work.mock.calls) expect(context).toMatchObject(nobody)
    expect(calls).toEqual([])
  })

  test('of 0 tells whose token it is, and refuses one that is not good', async () => {
    const { ask, calls, work } = await startApi(draw, { price: 0 })
    const answer = await ask(bearer)
    expect([answer.status, answer.headers.get('X-Balance')]).toEqual([200, '10'])
    expect(work.mock.calls[0]?.[1]).toMatchObject({ account, balance: 10, access: ['pro'] })
    expect(namesOf(calls)).toEqual(['account_of'])
    expect((await ask(bearer.slice(0, -1))).status).toBe(401)
  })

  test.each([-1, 1.5, NaN, Infinity, '5' as unknown as number])('is never %s', async (wrong) => {
    const { url } = await prepareDataApi()
    const credits = createCredits({ url, secretKey, site })
    expect(() => withCredits(draw, { credits, price: wrong })).toThrow(TypeError)
    const { ask, calls, work } = await startApi(draw, { price: () => wrong })
    expect((await ask(bearer)).status).toBe(500)
    expect([calls, work.mock.calls]).toEqual([[], []])
  })

  test('has a site where it is paid', async () => {
    const credits = createCredits({ url: 'https://project.example', secretKey })
    expect(() => withCredits(draw, { credits, price: 5 })).toThrow(/"site"/)
  })
})

describe('a handler that charges more', () => {
  const more: Handler = async (_request, { charge }) => {
    const { outcome } = await charge(3, { allowDebt: true })
    return Response.json(outcome, { status: outcome === 'charged' ? 200 : 402 })
  }

  test('takes it beside the price, and settles both', async () => {
    const { ask, calls, finals } = await startApi(more)
    expect(await (await ask(bearer)).json()).toBe('charged')
    const charges = calls.filter(({ name }) => name === 'charge_credits').map(({ order }) => order)
    expect(charges).toMatchObject([
      { cost: 5, allow_debt: false, open: true },
      { cost: 3, allow_debt: true, open: true },
    ])
    expect(new Set(charges.map(({ key }) => key)).size).toBe(2)
    expect(finals()).toEqual([5, 3])
  })

  test('gives both back if it fails after all', async () => {
    const { ask, finals } = await startApi(async (request, context) => {
      await more(request, context)
      throw new Error('after all')
    })
    await ask(bearer)
    expect(finals()).toEqual([0, 0])
  })

  test('learns that there is not enough, and gives the price back', async () => {
    const payer = { account, purchase: null }
    const charge_credits = inOrder(
      { body: { ...payer, outcome: 'charged', balance: 1 } },
      { body: { ...payer, outcome: 'credits_short', balance: 1 } },
    )
    const { ask, finals } = await startApi(more, { answers: { charge_credits } })
    const answer = await ask(bearer)
    expect([answer.status, await answer.json(), finals()]).toEqual([402, 'credits_short', [0]])
  })

  test('does not have to wait for it', async () => {
    const { ask, finals } = await startApi((_request, { charge }) => {
      void charge(3)
      return new Response('~~~')
    })
    await ask(bearer)
    expect(finals()).toEqual([5, 3])
  })

  test('takes nothing of nobody', async () => {
    const { ask, calls } = await startApi(more, { price: 0 })
    expect(await (await ask()).json()).toBe('token_unknown')
    expect(calls).toEqual([])
  })
})

describe('one call', () => {
  const lean = { open: false, access: false }
  test('is enough at the full price, and the charge is not open', async () => {
    const { ask, calls, work } = await startApi(draw, lean)
    expect((await ask(bearer)).headers.get('X-Balance')).toBe('5')
    expect(calls).toMatchObject([{ name: 'charge_credits', order: { open: false } }])
    expect(work.mock.calls[0]?.[1]).toMatchObject({ account, access: [] })
  })

  test.each<[string, Handler, number]>([
    ['a lower price', () => new Response('~', { headers: { 'X-Price': '1' } }), 1],
    ['a throw', () => Promise.reject(new Error('no')), 0],
  ])('and a second one for %s', async (_, handler, cost) => {
    const { ask, finals } = await startApi(handler, lean)
    await ask(bearer)
    expect(finals()).toEqual([cost])
  })
})

describe('while the database is out of reach', () => {
  const busy: Answer = { status: 503, body: { code: 'PGRST002' } }
  test('nothing is begun', async () => {
    const { ask, work, onError } = await startApi(draw, { answers: { charge_credits: () => busy } })
    const answer = await ask(bearer)
    expect(await answer.json()).toMatchObject({ status: 503, code: 'database_unavailable' })
    expect(work).not.toHaveBeenCalled()
    expect(onError).toHaveBeenCalledOnce()
  })

  test('what was charged already comes back', async () => {
    const { ask, work, finals } = await startApi(draw, { answers: { account_of: () => busy } })
    expect((await ask(bearer)).status).toBe(503)
    expect(work).not.toHaveBeenCalled()
    expect(finals()).toEqual([0])
  })

  test('no answer leaves that nobody pays', async () => {
    const { ask, onError } = await startApi(draw, { answers: { settle_charge: () => busy } })
    const answer = await ask(bearer)
    expect([answer.status, await answer.text()]).toEqual([503, expect.not.stringContaining('~~~')])
    expect(onError).toHaveBeenCalledOnce()
  })

  test('a charge that is gone is not settled', async () => {
    const gone = { body: { outcome: 'charge_unknown', balance: 0, account, purchase: null } }
    const { ask } = await startApi(draw, { answers: { settle_charge: () => gone } })
    expect((await ask(bearer)).status).toBe(503)
  })
})

test('a log without an ear of its own cuts tokens short', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const { url } = await prepareDataApi()
  const credits = createCredits({ url, secretKey, site })
  const paid = withCredits(() => Promise.reject(new Error(`no ${token}`)), { credits, price: 0 })
  await paid(new Request(site))
  expect(logged.mock.calls.flat().join()).toMatch(/Error: no pg_live_\.\.\./)
  expect(logged.mock.calls.flat().join()).not.toContain(token)
  logged.mockRestore()
})
