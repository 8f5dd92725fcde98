import { beforeEach, describe, expect, test } from 'vitest'
import { listenToLog } from '#tests/doors/log-lines.ts'
import { subscribe } from '#tests/doors/shop.ts'
import { skipSilence } from '#tests/doors/time-outs.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'

const email = 'ada@example.com'
const log = listenToLog()

let world: World
let customer: string
let struck: readonly number[]
beforeEach(async () => {
  world = await emptyWorld()
  customer = await world.knownCustomer(email)
  struck = skipSilence()
})

const ask = async (address: string, body?: unknown) =>
  world.askForLinks(await world.tokenOf(address), body)

test.each<[string, 'all' | 'one', string?]>([
  ['^/v1/customers$', 'all'],
  ['/v1/billing_portal/sessions', 'all'],
  ['^/v1/customers/cus_', 'one'],
  ['/v1/customers/search', 'all', 'kurt@example.com'],
])(
  'Stripe falls silent at %s: an error, in bounded time',
  async (path, wanted, address = email) => {
    world.stripe.control({ faults: [{ path, hang: true }] })
    const body = wanted === 'one' ? { customer } : {}
    await expectProblem(ask(address, body), 502, 'stripe_unavailable')
    expect(log.takeFaults()).toHaveLength(1)
  },
)

test.each([
  ['/rest/v1/stripe_customers', 502, 'database_unavailable'],
  ['/rest/v1/rpc/count_link_request', 502, 'database_unavailable'],
  ['/auth/v1/settings', 503, 'auth_unavailable'],
  ['/auth/v1/.well-known/jwks.json', 503, 'auth_unavailable'],
])('Supabase falls silent at %s: an error, in bounded time', async (path, status, code) => {
  world.supabase.control({ faults: [{ path, hang: true }] })
  await expectProblem(ask(email), status, code)
  expect(log.takeFaults()).toHaveLength(1)
})

describe('Stripe falls silent at the names of products', () => {
  beforeEach(() => world.stripe.control({ faults: [{ path: '/v1/products', hang: true }] }))

  test('links are given without names, after two questions of two seconds', async () => {
    subscribe(world, customer)
    const response = await ask(email)
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { links: [{ customer, subscriptions: [{ product: null }] }] },
    ])
    expect(struck).toEqual([2000, 2000])
  })

  test('a customer without a subscription waits for none', async () => {
    expect((await ask(email)).status).toBe(200)
    expect(struck).toEqual([])
  })
})

test.each<[string, string, () => void]>([
  [
    'Stripe',
    'stripe_unavailable',
    () => world.stripe.control({ faults: [{ path: '^/v1/customers/', hang: true, times: 2 }] }),
  ],
  [
    'the database',
    'database_unavailable',
    () =>
      world.supabase.control({
        faults: [{ path: '/rest/v1/rpc/record_customers', hang: true, times: 1 }],
      }),
  ],
])('%s falls silent at a webhook: it rings again, and the row is right', async (_, code, hush) => {
  hush()
  world.stripe.updateCustomer(customer, { email: 'ada@new.example.com' })
  await world.stripe.settled()
  expect(world.stripe.deliveries().at(-1)?.attempts).toEqual([502, 200])
  expect(log.takeFaults()).toMatchObject([{ code }])
  expect(await world.rows()).toMatchObject([{ address: 'ada@new.example.com' }])
})
