import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createDoors } from '#local/doors.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, setEnvironment } from '#tests/world.ts'
import { skipSilence } from './time-outs.ts'
import { listenToLog } from './log-lines.ts'
import { expectNothingTold } from './nothing-told.ts'
import { stripeFaults, supabaseFaults } from './service-faults.ts'
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

test('HEAD says the same by its status', async () => {
  const well = await ask('HEAD')
  expect([well.status, await well.text()]).toEqual([200, ''])
  alterEnvironment({})
  world.stripe.control({ faults: [{ status: 500 }] })
  const ill = await ask('HEAD')
  expect([ill.status, await ill.text()]).toEqual([503, ''])
  log.takeFaults()
})

/** The answer, one line in the log that names the service, and nothing told in either. */
async function expectIll(name: keyof typeof allWell): Promise<void> {
  const response = await ask()
  const text = await expectNothingTold(world, log, response)
  expect([response.status, JSON.parse(text)]).toEqual([503, { ...allWell, [name]: false }])
  expect(log.takeFaults()).toMatchObject([{ door: 'health', reason: expect.stringMatching(name) }])
}

const paths = { database: '/rest/v1', auth: '/auth/v1' }
// Auth has no table that could be missing, nor a permission: it answers or it does not.
const atAuth = ['401', '500', 'a broken connection', 'rubbish', 'another shape', 'silence']

test.each<[keyof typeof allWell, string]>([
  ...Object.keys(stripeFaults).map((name) => ['stripe', name] as [keyof typeof allWell, string]),
  ...Object.keys(supabaseFaults).map((name) => ['database', name] as ['database', string]),
  ...atAuth.map((name) => ['auth', name] as ['auth', string]),
])('%s is reported down after %s', async (service, name) => {
  const struck = skipSilence()
  if (service === 'stripe') world.stripe.control({ faults: [stripeFaults[name]![0]] })
  else world.supabase.control({ faults: [{ ...supabaseFaults[name]![0], path: paths[service] }] })
  await expectIll(service)
  if (name === 'silence') expect(struck[0]).toBe(3000)
})

test('Auth is reported down if it takes an address without a confirmation, even if all was fine a moment before', async () => {
  await world.links({ email })
  world.supabase.control({ autoconfirm: true })
  await expectIll('auth')
})

test.each([
  ['the keys that sign-ins are verified with are not listed', { jwksDown: true }],
  ['a legacy secret signs them, and nobody has set it', { legacySecret: true }],
])('Auth is reported down while no sign-in can be verified: %s', async (_what, controls) => {
  world.supabase.control(controls)
  await expectIll('auth')
})

test('a legacy secret that is set does for Auth', async () => {
  world.supabase.control({ legacySecret: true })
  alterEnvironment({ SUPABASE_JWT_SECRET: world.supabase.legacySecret })
  expect(await answerOf(await ask())).toEqual([200, allWell])
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

describe('anyone who asks often', () => {
  const oneRound = [
    'GET /auth/v1/.well-known/jwks.json',
    'GET /auth/v1/settings',
    'GET /rest/v1/stripe_customers',
    'GET /v1/customers',
  ]

  test('costs one call to each service and one more to Auth, and reads one customer at most', async () => {
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

  test('is not turned away by Netlify, whose two rules are for doors that cost more', async () => {
    const doors = createDoors((url) => import(/* @vite-ignore */ url.href))
    const ring = () => doors.answer(new Request(world.origin + path), '192.0.2.1')
    for (let times = 0; times < 61; times += 1) expect((await ring())?.status).toBe(200)
    expect(asked()).toEqual(oneRound)
  })
})
