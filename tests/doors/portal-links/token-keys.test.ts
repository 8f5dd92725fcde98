import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, problemOf } from '#tests/world.ts'
import { hastenTime } from '../hasten-time.ts'
import { listenToLog } from '../log-lines.ts'
import { askWith, expectRefused, expectTaken } from '../present-token.ts'

const email = 'ada@example.com'
const jwksPath = '/auth/v1/.well-known/jwks.json'
const log = listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

describe('a project that still signs with a shared secret', () => {
  test('is served where the owner set the secret', async () => {
    await emptyWorld({ SUPABASE_JWT_SECRET: world.supabase.legacySecret })
    world.supabase.control({ legacySecret: true })
    const customer = await world.knownCustomer(email)
    expect((await world.links({ email })).links).toMatchObject([{ customer }])
  })

  test('is not served where he did not', async () => {
    world.supabase.control({ legacySecret: true })
    await expectRefused(world, await askWith(world, await world.signIn(email)), 'token_invalid')
  })

  test('is not served by another secret', async () => {
    await emptyWorld({ SUPABASE_JWT_SECRET: 'another secret of a good length' })
    world.supabase.control({ legacySecret: true })
    await expectRefused(world, await askWith(world, await world.signIn(email)), 'token_invalid')
  })

  test('is served by its new keys as soon as it lists them, and no longer by the secret', async () => {
    await emptyWorld({ SUPABASE_JWT_SECRET: world.supabase.legacySecret })
    world.supabase.control({ legacySecret: true })
    const old = await world.signIn(email)
    await expectTaken(await askWith(world, old))
    world.supabase.control({ legacySecret: false })
    await expectTaken(await askWith(world, await world.signIn(email)))
    world.stripe.resetCalls()
    world.supabase.resetCalls()
    await expectRefused(world, await askWith(world, old), 'token_invalid')
  })
})

describe('a project behind its own domain', () => {
  const iss = 'https://login.example.com/auth/v1'
  test('is served under the issuer that the owner set, and under no other', async () => {
    await emptyWorld({ SUPABASE_JWT_ISSUER: iss })
    await expectRefused(
      world,
      await askWith(world, await world.supabase.mintToken({ email })),
      'token_invalid',
    )
    const customer = await world.knownCustomer(email)
    const { links } = await world.links({ token: await world.supabase.mintToken({ email, iss }) })
    expect(links).toMatchObject([{ customer }])
  })
})

describe('when the project changes its key', () => {
  test('both keys are good while both are listed', async () => {
    const old = await world.signIn(email)
    await expectTaken(await askWith(world, old))
    await world.supabase.rotateKey({ keepOld: true })
    await expectTaken(await askWith(world, await world.signIn(email)))
    await expectTaken(await askWith(world, old))
  })

  test('the new one is good at once, and the vanished one no longer', async () => {
    const old = await world.signIn(email)
    await expectTaken(await askWith(world, old))
    await world.supabase.rotateKey({ keepOld: false })
    await expectTaken(await askWith(world, await world.signIn(email)))
    world.stripe.resetCalls()
    world.supabase.resetCalls()
    await expectRefused(world, await askWith(world, old), 'token_invalid')
  })

  test('a vanished key reaches no customer, even before its list is fetched again', async () => {
    await world.knownCustomer(email)
    const old = await world.signIn(email)
    expect((await world.links({ token: old })).links).toHaveLength(1)
    await world.supabase.rotateKey({ keepOld: false })
    // The Data API checks the token itself.
    const response = await askWith(world, old)
    expect([response.status, (await problemOf(response)).code]).toEqual([401, 'token_invalid'])
  })

  test('the list is fetched once for all who come', async () => {
    for (let visit = 0; visit < 3; visit += 1)
      await expectTaken(await askWith(world, await world.signIn(email)))
    expect(world.supabase.calls.filter(({ path }) => path === jwksPath)).toHaveLength(1)
  })
})

describe("while the project's keys can't be fetched", () => {
  const path = jwksPath
  const outages: [string, Parameters<World['supabase']['control']>[0]][] = [
    ['down', { jwksDown: true }],
    ['500', { faults: [{ path, status: 500 }] }],
    ['404', { faults: [{ path, status: 404 }] }],
    ['broken off', { faults: [{ path, cut: true }] }],
    ['rubbish', { faults: [{ path, rubbish: true }] }],
    ['another shape', { faults: [{ path, status: 200, body: { keys: 'none' } }] }],
    ['silence', { faults: [{ path, hang: true }] }],
  ]

  test.each(outages)('a sign-in is neither good nor bad: %s', async (_, outage) => {
    const token = await world.signIn(email)
    hastenTime()
    world.supabase.control(outage)
    const response = await askWith(world, token)
    expect([response.status, (await problemOf(response)).code]).toEqual([503, 'auth_unavailable'])
    expect(response.headers.get('WWW-Authenticate')).toBeNull()
    expect(world.stripe.calls).toEqual([])
    expect(log.takeFaults()).toMatchObject([{ code: 'auth_unavailable' }])

    world.supabase.control({ jwksDown: false, faults: [] })
    await expectTaken(await askWith(world, token))
  })

  test('a shared secret is no way around', async () => {
    await emptyWorld({ SUPABASE_JWT_SECRET: world.supabase.legacySecret })
    world.supabase.control({ legacySecret: true, jwksDown: true })
    const response = await askWith(world, await world.signIn(email))
    expect([response.status, (await problemOf(response)).code]).toEqual([503, 'auth_unavailable'])
    expect(log.takeFaults()).toHaveLength(1)
  })

  test('those that are known go on serving', async () => {
    await expectTaken(await askWith(world, await world.signIn(email)))
    world.supabase.control({ jwksDown: true })
    await expectTaken(await askWith(world, await world.signIn(email)))
  })
})
