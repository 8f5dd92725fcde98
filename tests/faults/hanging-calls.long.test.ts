import { beforeEach, describe, expect, test } from 'vitest'
import { hastenTime } from '#tests/doors/hasten-time.ts'
import { listenToLog } from '#tests/doors/log-lines.ts'
import { subscribe } from '#tests/doors/shop.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, problemOf } from '#tests/world.ts'

const email = 'ada@example.com'
const log = listenToLog()

let world: World
let token: string
let customer: string
beforeEach(async () => {
  world = await emptyWorld()
  customer = await world.knownCustomer(email)
  token = await world.signIn(email)
  hastenTime()
})

const ask = (body?: unknown) => world.post('/api/portal-links', { token, body })

async function expectFault(response: Response, status: number, code: string): Promise<void> {
  expect([response.status, (await problemOf(response)).code]).toEqual([status, code])
  expect(log.takeFaults()).toMatchObject([{ code }])
}

const isCustomer = { path: '^/v1/customers/cus_' }

describe('Stripe falls silent', () => {
  test.each([
    ['at the list', { path: '^/v1/customers$' }],
    ['at the sessions', { path: '/v1/billing_portal/sessions' }],
  ])('%s: an error, in bounded time', async (_, where) => {
    world.stripe.control({ faults: [{ ...where, hang: true }] })
    await expectFault(await ask(), 502, 'stripe_unavailable')
  })

  test('at one customer: an error, in bounded time', async () => {
    world.stripe.control({ faults: [{ ...isCustomer, hang: true }] })
    await expectFault(await ask({ customer }), 502, 'stripe_unavailable')
  })

  test('at the search: an error, in bounded time', async () => {
    world.stripe.control({ faults: [{ path: '/v1/customers/search', hang: true }] })
    token = await world.signIn('kurt@example.com')
    await expectFault(await ask(), 502, 'stripe_unavailable')
  })

  test('at the names of products: links without names, and soon', async () => {
    subscribe(world, customer)
    world.stripe.control({ faults: [{ path: '/v1/products', hang: true }] })
    const response = await ask()
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { links: [{ customer, subscriptions: [{ product: null }] }] },
    ])
    // Ten times as long in life: two questions of two seconds.
    const [, duration] = /"durationMs":(\d+),"links":1/.exec(log.text()) ?? []
    expect(Number(duration)).toBeLessThan(1500)
  })

  test('at the names of products: whoever has no subscription waits for none', async () => {
    world.stripe.control({ faults: [{ path: '/v1/products', hang: true }] })
    expect((await ask()).status).toBe(200)
    expect(world.stripe.calls.find(({ path }) => path === '/v1/products')?.endedAt).toBeNull()
  })

  test('at a webhook: it rings again, and the row is right', async () => {
    world.stripe.control({ faults: [{ ...isCustomer, hang: true, times: 2 }] })
    world.stripe.updateCustomer(customer, { email: 'ada@new.example.com' })
    await world.stripe.settled()
    expect(world.stripe.deliveries().at(-1)?.attempts).toEqual([502, 200])
    expect(log.takeFaults()).toMatchObject([{ code: 'stripe_unavailable' }])
    expect(await world.rows()).toMatchObject([{ address: 'ada@new.example.com' }])
  })
})

describe('Supabase falls silent', () => {
  test.each([
    ['/rest/v1/stripe_customers', 502, 'database_unavailable'],
    ['/rest/v1/rpc/count_link_request', 502, 'database_unavailable'],
    ['/auth/v1/settings', 503, 'auth_unavailable'],
    ['/auth/v1/.well-known/jwks.json', 503, 'auth_unavailable'],
  ])('at %s: an error, in bounded time', async (path, status, code) => {
    world.supabase.control({ faults: [{ path, hang: true }] })
    await expectFault(await ask(), status, code)
  })

  test('at a webhook: it rings again, and the row is right', async () => {
    world.supabase.control({
      faults: [{ path: '/rest/v1/rpc/record_customers', hang: true, times: 1 }],
    })
    world.stripe.updateCustomer(customer, { email: 'ada@new.example.com' })
    await world.stripe.settled()
    expect(world.stripe.deliveries().at(-1)?.attempts).toEqual([502, 200])
    expect(log.takeFaults()).toMatchObject([{ code: 'database_unavailable' }])
    expect(await world.rows()).toMatchObject([{ address: 'ada@new.example.com' }])
  })
})
