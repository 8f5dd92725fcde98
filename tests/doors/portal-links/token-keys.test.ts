import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem, problemOf } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { expectRefused, expectTaken } from '../present-token.ts'
import { skipSilence } from '../time-outs.ts'

const email = 'ada@example.com'
const path = '/auth/v1/.well-known/jwks.json'
const log = listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

/** Asks with a token of the key of today. */
const askNow = async () => world.askForLinks(await world.tokenOf(email))

/** Asks with this one, counting its calls only. */
async function expectInvalid(token: string): Promise<void> {
  world.stripe.resetCalls()
  world.supabase.resetCalls()
  await expectRefused(world, await world.askForLinks(token), 'token_invalid')
}

describe('a project that still signs with a shared secret', () => {
  const secretIs = (secret: string) => emptyWorld({ SUPABASE_JWT_SECRET: secret })

  test('is served if the owner set the secret', async () => {
    await secretIs(world.supabase.legacySecret)
    world.supabase.control({ legacySecret: true })
    const customer = await world.knownCustomer(email)
    expect((await world.links({ email })).links).toMatchObject([{ customer }])
  })

  test('is not served if the owner did not, nor by another secret', async () => {
    world.supabase.control({ legacySecret: true })
    await expectInvalid(await world.tokenOf(email))
    await secretIs('another secret of a good length')
    world.supabase.control({ legacySecret: true })
    await expectInvalid(await world.tokenOf(email))
  })

  test('is served by its new keys as soon as it lists them, and no longer by the secret', async () => {
    await secretIs(world.supabase.legacySecret)
    world.supabase.control({ legacySecret: true })
    const old = await world.tokenOf(email)
    await expectTaken(await world.askForLinks(old))
    world.supabase.control({ legacySecret: false })
    await expectTaken(await askNow())
    await expectInvalid(old)
  })
})

test('a project behind its own domain is served under the issuer that the owner set, and under no other', async () => {
  const iss = 'https://login.example.com/auth/v1'
  await emptyWorld({ SUPABASE_JWT_ISSUER: iss })
  await expectRefused(world, await askNow(), 'token_invalid')
  const customer = await world.knownCustomer(email)
  const { links } = await world.links({ token: await world.supabase.mintToken({ email, iss }) })
  expect(links).toMatchObject([{ customer }])
})

describe('when the project changes its key', () => {
  let old: string
  beforeEach(async () => {
    await world.knownCustomer(email)
    old = await world.tokenOf(email)
    await expectTaken(await world.askForLinks(old))
  })

  test('both keys are good while both are listed', async () => {
    await world.supabase.rotateKey({ keepOld: true })
    await expectTaken(await askNow())
    await expectTaken(await world.askForLinks(old))
  })

  test('the new one is good at once, and the vanished one no longer', async () => {
    await world.supabase.rotateKey({ keepOld: false })
    await expectTaken(await askNow())
    await expectInvalid(old)
  })

  test('a vanished key reaches no customer, even before its list is fetched again', async () => {
    await world.supabase.rotateKey({ keepOld: false })
    // The Data API checks the token itself.
    await expectProblem(world.askForLinks(old), 401, 'token_invalid')
  })

  test('the list is fetched once for all who come', async () => {
    for (let visit = 0; visit < 3; visit += 1) await expectTaken(await askNow())
    expect(world.supabase.calls.filter((call) => call.path === path)).toHaveLength(1)
  })
})

describe('made-up keys, one after another,', () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const madeUp = (kid: string) => `${part({ alg: 'ES256', kid })}.${part({ exp: 9e9 })}.c2ln`
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
  afterEach(() => void vi.useRealTimers())
  const fetches = () => world.supabase.calls.filter((call) => call.path === path).length

  test('are looked up once in two seconds, and keep out no new key for longer', async () => {
    await expectTaken(await askNow())
    const before = fetches()
    for (let kid = 0; kid < 50; kid += 1)
      await expectProblem(world.askForLinks(madeUp(`k${kid}`)), 401, 'token_invalid')
    expect(fetches() - before).toBe(1)
    await world.supabase.rotateKey({ keepOld: true })
    vi.setSystemTime(Date.now() + 2000)
    await expectTaken(await askNow())
  })
})

describe("while the project's keys can't be fetched", () => {
  test.each<[string, Parameters<World['supabase']['control']>[0]]>([
    ['down', { jwksDown: true }],
    ['500', { faults: [{ path, status: 500 }] }],
    ['404', { faults: [{ path, status: 404 }] }],
    ['broken off', { faults: [{ path, cut: true }] }],
    ['rubbish', { faults: [{ path, rubbish: true }] }],
    ['another shape', { faults: [{ path, status: 200, body: { keys: 'none' } }] }],
    ['silence', { faults: [{ path, hang: true }] }],
  ])('a sign-in is neither good nor bad: %s', async (_, outage) => {
    skipSilence()
    world.supabase.control(outage)
    const response = await askNow()
    expect([response.status, (await problemOf(response)).code]).toEqual([503, 'auth_unavailable'])
    expect(response.headers.get('WWW-Authenticate')).toBeNull()
    expect(world.stripe.calls).toEqual([])
    expect(log.takeFaults()).toMatchObject([{ code: 'auth_unavailable' }])

    world.supabase.control({ jwksDown: false, faults: [] })
    await expectTaken(await askNow())
  })

  test('a shared secret is no way around', async () => {
    await emptyWorld({ SUPABASE_JWT_SECRET: world.supabase.legacySecret })
    world.supabase.control({ legacySecret: true, jwksDown: true })
    await expectProblem(askNow(), 503, 'auth_unavailable')
    expect(log.takeFaults()).toHaveLength(1)
  })

  test('those that are known go on serving', async () => {
    await expectTaken(await askNow())
    world.supabase.control({ jwksDown: true })
    await expectTaken(await askNow())
  })
})
