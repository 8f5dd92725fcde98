import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createDoors } from '#local/doors.ts'
import type { Fault as StripeFault } from '#local/stripe/index.ts'
import type { Fault as SupabaseFault } from '#local/supabase/index.ts'
import type { World } from '#tests/world.ts'
import { checkHealth } from '#server/use-cases/health/check-health.ts'
import { emptyWorld, problemOf, setEnvironment } from '#tests/world.ts'
import { skipSilence } from './time-outs.ts'
import { listenToLog } from './log-lines.ts'
import { expectNothingTold, planted } from './nothing-told.ts'
import { alterEnvironment } from './shop.ts'

const path = '/api/health'
const email = 'ada@example.com'
const log = listenToLog()
const allWell = { stripe: true, database: true, auth: true }

let world: World
beforeEach(async () => {
  world = await emptyWorld()
  await world.knownCustomer(email)
  forgetCalls()
})

const ask = (method = 'GET') => fetch(world.origin + path, { method })
const answerOf = async (response: Response) => [response.status, await response.json()]

function forgetCalls(): void {
  world.stripe.resetCalls()
  world.supabase.resetCalls()
}

/** What was asked of the services, as `GET /v1/customers`, in the order of the alphabet. */
const asked = () =>
  [...world.stripe.calls, ...world.supabase.calls]
    .map(({ method, path }) => `${method} ${path}`)
    .sort()

test('while everything works the answer is 200, three booleans and nothing else', async () => {
  expect(await answerOf(await ask())).toEqual([200, allWell])
})

test('the answer is kept by nobody, and open to no other page', async () => {
  const { headers } = await ask()
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'application/json',
    'x-content-type-options': 'nosniff',
  })
  expect(headers.has('Access-Control-Allow-Origin')).toBe(false)
})

test('HEAD says the same by its status', async () => {
  const well = await ask('HEAD')
  expect([well.status, await well.text()]).toEqual([200, ''])
  alterEnvironment({})
  world.stripe.control({ faults: [{ status: 500 }] })
  const ill = await ask('HEAD')
  expect([ill.status, await ill.text()]).toEqual([503, ''])
  log.takeFaults()
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  'another method is refused, and asks nobody: %s',
  async (method) => {
    const response = await ask(method)
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe('GET, HEAD')
    expect((await problemOf(response)).code).toBe('method_not_allowed')
    expect(asked()).toEqual([])
  },
)

/** The answer, one line in the log that names the service, and nothing told in either. */
async function expectIll(name: keyof typeof allWell): Promise<void> {
  const response = await ask()
  const text = await expectNothingTold(world, log, response)
  expect([response.status, JSON.parse(text)]).toEqual([503, { ...allWell, [name]: false }])
  expect(log.takeFaults()).toMatchObject([{ door: 'health', reason: expect.stringMatching(name) }])
}

const message = planted
const body = { code: planted, message: planted, details: planted, hint: planted }
const silence = { hang: true }
const atStripe: Record<string, StripeFault> = {
  'a refused key': { status: 401, message },
  'a key without the permission': { permission: 'rak_customer_read' },
  'a request for a pause': { status: 429, message },
  'a failure': { status: 500, message, code: planted },
  'a broken connection': { cut: true },
  rubbish: { rubbish: true },
  'three seconds of silence': silence,
}
const atSupabase: Record<string, SupabaseFault> = {
  'a refused key': { status: 401, body },
  'a failure': { status: 500, body },
  'a broken connection': { cut: true },
  rubbish: { rubbish: true },
  'an answer of another shape': { status: 200, body: { planted } },
  'three seconds of silence': silence,
}

test.each(Object.entries(atStripe))('Stripe is reported down after %s', async (_, fault) => {
  if (fault === silence) skipSilence()
  world.stripe.control({ faults: [fault] })
  await expectIll('stripe')
})

test.each<[string, SupabaseFault]>([
  ...Object.entries(atSupabase),
  ['a missing table', { status: 404, body: { ...body, code: 'PGRST205' } }],
])('the database is reported down after %s', async (_, fault) => {
  if (fault === silence) skipSilence()
  world.supabase.control({ faults: [{ ...fault, path: '/rest/v1' }] })
  await expectIll('database')
})

test.each(Object.entries(atSupabase))('Auth is reported down after %s', async (_, fault) => {
  if (fault === silence) skipSilence()
  world.supabase.control({ faults: [{ ...fault, path: '/auth/v1' }] })
  await expectIll('auth')
})

test('Auth is reported down if it takes an address without a confirmation, even if all was fine a moment before', async () => {
  await world.links({ email })
  world.supabase.control({ autoconfirm: true })
  await expectIll('auth')
})

test('all three may be ill at once, and all are named to the owner', async () => {
  world.stripe.control({ faults: [{ status: 500 }] })
  world.supabase.control({ faults: [{ status: 500 }] })
  expect(await answerOf(await ask())).toEqual([
    503,
    { stripe: false, database: false, auth: false },
  ])
  const [line] = log.takeFaults()
  for (const name of Object.keys(allWell)) expect(line?.reason).toContain(`${name}: `)
})

test('without a configuration all are false, and only the log names the variables', async () => {
  setEnvironment({})
  const response = await ask()
  expect(await answerOf(response)).toEqual([503, { stripe: false, database: false, auth: false }])
  expect(asked()).toEqual([])
  const [line] = log.takeFaults()
  expect(line).toMatchObject({ code: 'config_missing' })
  for (const name of ['SUPABASE_URL', 'STRIPE_API_KEY']) expect(line?.reason).toContain(name)
})

test('nobody is waited for longer than three seconds, whatever a gateway does', async () => {
  const waits: number[] = []
  const over = new AbortController()
  const answer = checkHealth({
    deadline(milliseconds) {
      waits.push(milliseconds)
      return over.signal
    },
    ask: {
      stripe: () => Promise.resolve(),
      database: () => new Promise(() => {}),
      auth: () => Promise.reject(new TypeError(planted)),
    },
  })
  setImmediate(() => over.abort())
  expect(await answer).toEqual({
    health: { stripe: true, database: false, auth: false },
    reasons: ['database: no answer in time', 'auth: TypeError'],
  })
  expect(waits).toEqual([3000])
})

describe('anyone who asks often', () => {
  const oneRound = ['GET /auth/v1/settings', 'GET /rest/v1/stripe_customers', 'GET /v1/customers']

  test('costs one call to each service, and reads one customer at most', async () => {
    for (let times = 0; times < 20; times += 1) await (await ask()).text()
    expect(asked()).toEqual(oneRound)
    expect(world.stripe.calls[0]?.params).toMatchObject({ limit: '1' })
  })

  test('at the same moment shares one round of calls', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, async () => answerOf(await ask())))
    expect(answers).toEqual(Array.from({ length: 20 }, () => [200, allWell]))
    expect(asked()).toEqual(oneRound)
  })

  test('learns of an outage after ten seconds, and of its end ten seconds later', async () => {
    const { now } = Date
    const goOn = (milliseconds: number) =>
      vi.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds)
    await ask()
    world.stripe.control({ faults: [{ status: 500 }] })
    goOn(9000)
    expect((await ask()).status).toBe(200)
    goOn(10_000)
    expect((await ask()).status).toBe(503)
    world.stripe.resetControl()
    expect((await ask()).status).toBe(503)
    goOn(20_000)
    expect((await ask()).status).toBe(200)
    log.takeFaults()
  })

  test('from one address of the network is turned away at sixty in a minute', async () => {
    const doors = createDoors((url) => import(/* @vite-ignore */ url.href))
    const ring = (ip: string) => doors.answer(new Request(world.origin + path), ip)
    const statuses: (number | undefined)[] = []
    for (let times = 0; times < 61; times += 1) statuses.push((await ring('192.0.2.1'))?.status)
    expect(statuses.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 200))
    expect(statuses[60]).toBe(429)
    expect((await ring('192.0.2.2'))?.status).toBe(200)
  })
})
