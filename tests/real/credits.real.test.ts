import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '../../spend/credits.ts'
import { createCredits, CreditsError, withCredits } from '../../spend/credits.ts'
import { bearer, data, hold, mint, rows, somebody } from './client.ts'
import type { Passed } from './project.ts'
import { openProject, secretKey } from './project.ts'

const site = 'https://pay.example'

// Ada has ten credits.
let ada: string
let account: string
beforeEach(async () => {
  ada = somebody()
  const gift = { address: ada, credits: 10, note: 'a test', key: randomUUID(), live: false }
  const { body } = await data('POST /rpc/give_credits', { body: gift, key: 'secret' })
  expect(body).toMatchObject({ outcome: 'given', balance: 10 })
  account = String(body['account'])
})
afterEach(() => hold(null))

/** A token that Ada makes, having proven her address. */
async function tokenOf(more: object = {}): Promise<string> {
  const claims = { sub: randomUUID(), session_id: randomUUID(), aud: 'authenticated' }
  const amr = [{ method: 'otp', timestamp: Math.floor(Date.now() / 1000) - 1 }]
  const person = { email: ada, phone: '', aal: 'aal1', amr, is_anonymous: false }
  const proof = await mint({ ...claims, role: 'authenticated', ...person })
  const body = { name: 'a program', live: false, ...more }
  const added = await data('POST /rpc/add_token', { body, headers: bearer(proof) })
  expect(added.body).toMatchObject({ outcome: 'added' })
  return String(added.body['token'])
}

async function open(passed?: (call: Passed) => unknown) {
  const { url, calls } = await openProject(passed)
  return { credits: createCredits({ url, secretKey, site, live: false }), calls }
}
const left = async () => {
  const body = { account, live: false }
  return (await data('POST /rpc/account_of', { body, key: 'secret' })).body['balance']
}
const charges = () =>
  rows(`select key, state, final from private.charges where account_id = '${account}'`)

describe('createCredits', () => {
  test('reads, charges once for each key, and settles once', async () => {
    const { credits } = await open()
    const token = await tokenOf()
    const order = { token, cost: 4, key: 'drawing-1', open: true }
    const [payer, purchase] = [{ account }, null]
    const lots = [{ left: 10, endsAt: null }]
    const known = { outcome: 'found', account, balance: 10, access: [], lots }
    expect(await credits.of({ account })).toEqual({ ...known, address: ada })
    // A token shows no address.
    expect(await credits.of({ token })).toEqual({ ...known, address: null })
    const six = { ...payer, purchase, balance: 6 }
    expect(await credits.charge(order)).toEqual({ ...six, outcome: 'charged' })
    expect(await credits.charge(order)).toEqual({ ...six, outcome: 'repeated' })
    expect(await credits.charge({ ...order, cost: 5 })).toEqual({ ...six, outcome: 'key_reused' })
    const final = { ...payer, key: order.key, finalCost: 1 }
    const above = await credits.settle({ ...final, finalCost: 5 })
    expect(above).toMatchObject({ outcome: 'above_charge', balance: 6 })
    expect(await credits.settle(final)).toMatchObject({ outcome: 'settled', balance: 9 })
    expect(await credits.settle(final)).toMatchObject({ outcome: 'already_settled', balance: 9 })
    const unknown = await credits.settle({ ...final, key: 'another' })
    expect(unknown).toMatchObject({ outcome: 'charge_unknown' })
  })

  test('is refused what is not there, and goes into debt only where it is told to', async () => {
    const { credits } = await open()
    const order = { address: ada, cost: 11, key: 'too-much' }
    expect(await credits.charge(order)).toMatchObject({ outcome: 'credits_short', balance: 10 })
    expect(await charges()).toEqual([])
    const debt = await credits.charge({ ...order, allowDebt: true })
    expect(debt).toMatchObject({ outcome: 'charged', balance: -1 })
  })

  test('a token stops at its limit, and nobody unknown is charged', async () => {
    const { credits, calls } = await open()
    const token = await tokenOf({ spend_limit: 3 })
    const limited = await credits.charge({ token, cost: 4, key: 'a' })
    expect(limited).toMatchObject({ outcome: 'token_limit_reached', balance: 10 })
    const other = `pg_test_${'a'.repeat(38)}`
    const nobody = { outcome: 'token_unknown', account: null, balance: 0, purchase: null }
    expect(await credits.charge({ token: other, cost: 1, key: 'a' })).toEqual(nobody)
    const stranger = await credits.charge({ account: randomUUID(), cost: 1, key: 'a' })
    expect(stranger).toEqual({ ...nobody, outcome: 'account_unknown' })
    expect(calls).toHaveLength(3)
    const live = token.replace('test', 'live')
    expect(await credits.charge({ token: live, cost: 1, key: 'a' })).toEqual(nobody)
    expect(calls).toHaveLength(3)
  })

  test('a cost that is none is refused, and not tried again', async () => {
    const { credits, calls } = await open()
    const charging = credits.charge({ account, cost: 1.5, key: 'a' })
    await expect(charging).rejects.toThrow(CreditsError)
    expect(calls).toMatchObject([{ status: 400, code: '22P02' }])
  })

  test('the public key charges nobody', async () => {
    const { url, calls } = await openProject()
    const credits = createCredits({ url, secretKey: 'another_key', live: false })
    await expect(credits.charge({ account, cost: 1, key: 'a' })).rejects.toThrow(CreditsError)
    expect(calls).toMatchObject([{ status: 401 }])
    expect(await charges()).toEqual([])
  })
})

describe('withCredits', () => {
  async function api(
    handler: (payer: Context) => Response | Promise<Response>,
    passed?: (call: Passed) => unknown,
  ) {
    const { credits, calls } = await open(passed)
    const told: Context[] = []
    const faults: string[] = []
    const paid = withCredits(
      (_request, payer) => {
        told.push(payer)
        return handler(payer)
      },
      { credits, price: 4, onError: (error) => void faults.push(String(error)) },
    )
    const ask = (token: string) => paid(new Request(site, { headers: bearer(token) }))
    return { ask, calls, told, faults }
  }
  const body = async (answer: Response) => (await answer.json()) as Record<string, unknown>

  test('charges the price, gives back what an answer didn’t cost, and all of what failed', async () => {
    const answers = [
      new Response('drawn'),
      new Response('cheap', { headers: { 'X-Price': '1' } }),
      new Response('no', { status: 422 }),
    ]
    const { ask, told, calls } = await api(() => answers.shift()!)
    const token = await tokenOf()
    const seen = []
    for (let turn = 0; turn < 3; turn += 1) {
      const { status, headers } = await ask(token)
      seen.push([status, headers.get('X-Price'), headers.get('X-Balance')])
    }
    expect(seen).toEqual([
      [200, '4', '6'],
      [200, '1', '5'],
      [422, '0', '5'],
    ])
    expect(told.map(({ balance }) => balance)).toEqual([6, 2, 1])
    expect(told[0]).toMatchObject({ account, purchase: null, access: [] })
    expect(calls.map(({ name }) => name).toSorted()).toEqual(
      ['account_of', 'charge_credits', 'settle_charge'].flatMap((name) => [name, name, name]),
    )
    expect((await charges()).map(({ state }) => state)).toEqual(Array(3).fill('settled'))
    expect(await left()).toBe(5)
  })

  test('whoever is short is told what is missing, before any work', async () => {
    const { ask, told } = await api(() => new Response())
    const token = await tokenOf()
    expect([(await ask(token)).status, (await ask(token)).status]).toEqual([200, 200])
    const short = await ask(token)
    expect(short.status).toBe(402)
    expect(await body(short)).toMatchObject({
      code: 'credits_short',
      price: 4,
      balance: 2,
      missing: 2,
      buy: `${site}/plans?for=${account}`,
    })
    expect(told).toHaveLength(2)
    expect(await left()).toBe(2)
  })

  test('a limit stops a token, however much there is', async () => {
    const { ask, told } = await api(() => new Response())
    const limited = await ask(await tokenOf({ spend_limit: 3 }))
    expect(limited.status).toBe(402)
    expect(await body(limited)).toMatchObject({
      code: 'token_limit_reached',
      balance: 10,
      missing: 0,
    })
    expect(told).toEqual([])
    expect(await left()).toBe(10)
  })

  test('a token that ended, or of the other mode, is nobody’s', async () => {
    const { ask, told } = await api(() => new Response())
    const token = await tokenOf()
    await data('POST /rpc/end_tokens', { body: { address: ada, live: false }, key: 'secret' })
    for (const each of [token, token.replace('test', 'live')]) {
      const refused = await ask(each)
      expect(refused.status).toBe(401)
      expect(await body(refused)).toMatchObject({ code: 'credits_token_invalid' })
    }
    expect(told).toEqual([])
  })

  test('an account that stays held is 503, after three more tries, and costs nothing', async () => {
    const { ask, told, calls, faults } = await api(() => new Response())
    const token = await tokenOf()
    await hold(ada)
    const answer = await ask(token)
    expect(answer.status).toBe(503)
    expect(await body(answer)).toMatchObject({ code: 'database_unavailable' })
    expect(answer.headers.get('X-Price')).toBe('0')
    const tries = calls.filter(({ name }) => name === 'charge_credits')
    expect(tries).toEqual(Array(4).fill({ ...tries[0], status: 500, code: '55P03' }))
    expect(told).toEqual([])
    expect(faults).toEqual(['Error: charge_credits: 55P03'])
    await hold(null)
    expect(await charges()).toEqual([])
    expect(await left()).toBe(10)
  })

  test('one that is let go meanwhile is charged once', async () => {
    const letGo = ({ code }: Passed) => (code === '55P03' ? hold(null) : undefined)
    const { ask, calls } = await api(() => new Response('drawn'), letGo)
    const token = await tokenOf()
    await hold(ada)
    expect((await ask(token)).status).toBe(200)
    const tries = calls.filter(({ name }) => name === 'charge_credits')
    expect(tries.map(({ status }) => status)).toEqual([500, 200])
    expect(await charges()).toMatchObject([{ state: 'settled', final: 4 }])
  })
})

test('whoever waits for an account is told to try again, and nothing is charged', async () => {
  await hold(ada)
  const body = { account, cost: 4, key: 'a', live: false }
  const {
    status,
    headers,
    body: told,
  } = await data('POST /rpc/charge_credits', {
    body,
    key: 'secret',
  })
  expect([status, headers.get('content-type')]).toEqual([500, 'application/json; charset=utf-8'])
  expect(told).toEqual({
    code: '55P03',
    details: null,
    hint: null,
    message: 'canceling statement due to lock timeout',
  })
  await hold(null)
  expect(await charges()).toEqual([])
  expect(await left()).toBe(10)
})
