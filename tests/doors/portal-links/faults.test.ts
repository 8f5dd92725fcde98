import { beforeEach, describe, expect, test } from 'vitest'
import { listenToLog } from '../log-lines.ts'
import { expectNothingTold, planted } from '../nothing-told.ts'
import type { Outcome } from '../service-faults.ts'
import { stripeFaults, supabaseFaults } from '../service-faults.ts'
import { alterEnvironment, subscribe } from '../shop.ts'
import { skipSilence } from '../time-outs.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, problemOf } from '#tests/world.ts'

const email = 'ada@example.com'
const log = listenToLog()

let world: World
let token: string
let customer: string
let struck: readonly number[]
beforeEach(async () => {
  world = await emptyWorld()
  customer = await world.knownCustomer(email)
  token = await world.tokenOf(email)
  struck = skipSilence()
})

const ask = (body?: unknown) => world.askForLinks(token, body)

/** The contract's code and status, one line in the log, and nothing told in either. */
async function expectFault(response: Response, { status, code, retryAfter }: Outcome) {
  const text = await expectNothingTold(world, log, response, [token])
  expect([response.status, (JSON.parse(text) as { code: string }).code]).toEqual([status, code])
  expect(response.headers.get('Retry-After')).toBe(retryAfter ?? null)
  if (status >= 500) expect(log.takeFaults()).toMatchObject([{ code }])
}

describe('Stripe', () => {
  const sessions = '/v1/billing_portal/sessions'
  describe.each(Object.entries(stripeFaults))('answers %s', (name, [fault, outcome]) => {
    test.each([
      ['the list of customers', '^/v1/customers$', 'all'],
      ['each session', sessions, 'all'],
      ['the one session that was asked for', sessions, 'one'],
      ['the look at one customer', '^/v1/customers/cus_', 'one'],
    ])('to %s', async (place, path, wanted) => {
      world.stripe.control({ faults: [{ ...fault, path }] })
      // "No such customer" is an answer: it is not ours to show.
      const isAbsent = name === '404' && place === 'the look at one customer'
      const absent = { status: 404, code: 'customer_not_yours' }
      const response = await ask(wanted === 'one' ? { customer } : {})
      await expectFault(response, isAbsent ? absent : outcome)
    })

    test('to the list that heals', async () => {
      world.stripe.createCustomer({ email }, { silent: true })
      // The first list shows the customer; the second, under a ticket, is struck.
      const path = '^/v1/customers$'
      world.stripe.control({
        faults: [
          { path, delayMs: 1, times: 1 },
          { ...fault, path },
        ],
      })
      await expectFault(await ask(), outcome)
    })

    test('to the search', async () => {
      world.stripe.control({ faults: [{ ...fault, path: '/v1/customers/search' }] })
      token = await world.tokenOf('kurt@example.com')
      const response = await ask()
      // Some accounts have no search: that is no error, and nothing is found.
      if (['400', '403', '404'].includes(name))
        expect(await response.json()).toEqual({
          email: 'kurt@example.com',
          livemode: false,
          links: [],
          more: false,
        })
      else await expectFault(response, outcome)
    })

    test('to the names of products: links are given without them', async () => {
      subscribe(world, customer)
      world.stripe.control({ faults: [{ ...fault, path: '/v1/products' }] })
      const response = await ask()
      expect([response.status, await response.json()]).toMatchObject([
        200,
        { links: [{ customer, subscriptions: [{ product: null, amountMinor: 2900 }] }] },
      ])
      // They are asked for twice, and waited for two seconds each.
      if (name === 'silence') expect(struck).toEqual([2000, 2000])
    })
  })

  test('falls silent at the names of products: a customer without a subscription waits for none', async () => {
    world.stripe.control({ faults: [{ path: '/v1/products', hang: true }] })
    expect((await ask()).status).toBe(200)
    expect(struck).toEqual([])
  })

  test('names the permission that is missing', async () => {
    world.stripe.control({ revokedPermissions: ['rak_customer_portal_write'] })
    const response = await ask()
    expect((await problemOf(response)).code).toBe('permission_missing')
    expect(log.takeFaults()[0]?.reason).toContain('"rak_customer_portal_write"')
  })

  test('is not asked to list customers that it refuses to the key', async () => {
    world.stripe.control({ revokedPermissions: ['rak_customer_read'] })
    for (const body of [{}, { customer }])
      await expectFault(await ask(body), { status: 503, code: 'permission_missing' })
  })

  test('fails once and is asked again', async () => {
    world.stripe.control({ faults: [{ path: '^/v1/customers$', status: 500, times: 1 }] })
    expect((await ask()).status).toBe(200)
  })

  test('that refuses the key is told by name', async () => {
    world.stripe.control({ faults: [{ path: '^/v1/customers$', status: 401 }] })
    expect((await ask()).status).toBe(503)
    expect(log.takeFaults()[0]?.reason).toContain('"STRIPE_API_KEY"')
  })
})

describe('Supabase', () => {
  const unknown = { status: 503, code: 'auth_unavailable' }

  describe.each(Object.entries(supabaseFaults))('answers %s', (_, [fault, outcome]) => {
    test.each([
      ['stripe_customers', '/rest/v1/stripe_customers', outcome],
      ['count_link_request', '/rest/v1/rpc/count_link_request', outcome],
      ['take_read_ticket while healing', '/rest/v1/rpc/take_read_ticket', outcome],
      ['record_customers while healing', '/rest/v1/rpc/record_customers', outcome],
      ['the public keys', '/auth/v1/.well-known/jwks.json', unknown],
      ['the settings', '/auth/v1/settings', unknown],
    ])('to %s', async (place, path, expected) => {
      if (place.endsWith('healing')) world.stripe.createCustomer({ email }, { silent: true })
      world.supabase.control({ faults: [{ ...fault, path }] })
      await expectFault(await ask(), expected)
    })
  })

  test.each(['PGRST301', 'PGRST303'])('refuses the visitor’s token (%s)', async (code) => {
    world.supabase.control({
      faults: [
        { path: '/rest/v1/stripe_customers', status: 401, body: { code, message: planted } },
      ],
    })
    await expectFault(await ask(), { status: 401, code: 'token_invalid' })
  })

  test('without the migrations is told what to run', async () => {
    const [absent] = supabaseFaults['404']!
    world.supabase.control({
      faults: [{ ...absent, path: '/rest/v1/rpc/count_link_request' }],
    })
    expect((await ask()).status).toBe(502)
    expect(log.takeFaults()[0]?.reason).toContain('supabase/migrations')
  })

  test('that refuses a key is told by name', async () => {
    alterEnvironment({ SUPABASE_SECRET_KEY: 'sb_secret_of_another_project' })
    expect((await ask()).status).toBe(503)
    expect(log.takeFaults()[0]?.reason).toContain('"SUPABASE_SECRET_KEY"')
  })
})
