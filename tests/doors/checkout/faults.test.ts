import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { expectNothingTold, planted } from '../nothing-told.ts'
import type { Outcome } from '../service-faults.ts'
import { stripeFaults, supabaseFaults } from '../service-faults.ts'
import { callsOf } from '../shop.ts'
import { skipSilence } from '../time-outs.ts'
import { ask, buy, offer, orderOf } from './shop-window.ts'

const email = 'ada@example.com'
const log = listenToLog()

let world: World
let token: string
let price: string
beforeEach(async () => {
  world = await emptyWorld()
  ;({ price } = await offer(world))
  token = await world.tokenOf(email)
})

/** The contract's code and status, one line in the log, and nothing told in either. */
async function expectFault(response: Response, { status, code, retryAfter }: Outcome) {
  const text = await expectNothingTold(world, log, response, [token, 'cs_test_'])
  expect([response.status, (JSON.parse(text) as { code: string }).code]).toEqual([status, code])
  expect(response.headers.get('Retry-After')).toBe(retryAfter ?? null)
  expect(log.takeFaults()).toHaveLength(status >= 500 ? 1 : 0)
}

/** Each fault at one of the places that an order asks, in turn: each takes its time. */
const inTurn = <F>(faults: Record<string, [F, Outcome]>, paths: string[]) =>
  Object.entries(faults).map(
    ([name, [fault, outcome]], at) =>
      [
        name,
        paths[at % paths.length]!,
        { ...fault, path: paths[at % paths.length]! },
        outcome,
      ] as const,
  )

const notOffered = { status: 404, code: 'offer_unknown' }

describe('Stripe fails, and the order with it', () => {
  beforeEach(() => void skipSilence())
  const places = ['^/v1/checkout/sessions$', '^/v1/customers$']
  test.each(inTurn(stripeFaults, places))('%s at %s', async (_, _path, fault, outcome) => {
    world.stripe.control({ faults: [fault] })
    await expectFault(await ask(world, orderOf(price), token), outcome)
  })

  const again = ['^/v1/checkout/sessions/cs_test_']
  test.each(inTurn(stripeFaults, again))(
    '%s where it is read again',
    async (_, _path, fault, outcome) => {
      const order = orderOf(price)
      await buy(world, order)
      world.stripe.control({ faults: [fault] })
      await expectFault(await ask(world, order), outcome)
      world.stripe.control({ faults: [] })
      await buy(world, order)
      expect(world.stripe.checkoutSessions()).toHaveLength(1)
    },
  )
})

describe('the database fails, and the order with it', () => {
  beforeEach(() => void skipSilence())
  const names = [
    'rpc/order_lines',
    'rpc/my_account',
    'rpc/list_proven_orders',
    'rpc/count_link_request',
  ]
  const places = names.map((name) => `/rest/v1/${name}`)
  test.each(inTurn(supabaseFaults, places))('%s at %s', async (_, _path, fault, outcome) => {
    world.supabase.control({ faults: [fault] })
    await expectFault(await ask(world, orderOf(price), token), outcome)
  })
})

test('a session that could not be noted is the same one at the next press, and is noted then', async () => {
  const path = '/rest/v1/rpc/note_proven_order'
  world.supabase.control({ faults: [{ path, status: 500, times: 1 }] })
  const order = orderOf(price)
  await expectFault(await ask(world, order, token), { status: 502, code: 'database_unavailable' })
  const session = await buy(world, order, token)
  expect(world.stripe.checkoutSessions().map(({ id }) => id)).toEqual([session])
  const { rows } = await world.supabase.database.query('select session from private.proven_orders')
  expect(rows).toEqual([{ session }])
})

test.each([
  ['with the parameter', { param: 'line_items[0][price]' }],
  ['without it', {}],
])('a price that Stripe takes off at the last moment is not on offer: %s', async (_, more) => {
  const message = 'The price specified is inactive. This field only accepts active prices.'
  const error = { type: 'invalid_request_error', message, ...more }
  world.stripe.control({
    faults: [{ method: 'POST', path: '/v1/checkout', status: 400, body: { error } }],
  })
  await expectFault(await ask(world, orderOf(price)), notOffered)
})

test('an order that is refused, and one that is placed, tell nobody of anybody', async () => {
  await expectNothingTold(world, log, await ask(world, planted, token))
  const order = orderOf(price, { [planted]: planted })
  await expectNothingTold(world, log, await ask(world, order, token))
  const session = await buy(world, orderOf(price), token)
  world.stripe.payCheckout(session)
  await world.stripe.settled()
  const refused = await ask(world, orderOf(price), token)
  const { portal } = (await refused.json()) as { portal: string }
  for (const secret of [
    email,
    token,
    session,
    portal,
    ...world.stripe.customers().map(({ id }) => id),
  ])
    expect(log.text()).not.toContain(secret)
  expect(log.text()).toContain('already_subscribed')
})

describe('an order costs', () => {
  const counted = () => [
    callsOf(world)
      .map((call) => call.replace(/(price|cs_test)_\w+/, ':id'))
      .toSorted(),
    world.supabase.calls
      .map(({ path }) => path.replace('/rest/v1/', ''))
      .filter((path) => !path.startsWith('/auth'))
      .toSorted(),
  ]
  const [read, write] = ['GET /v1/checkout/sessions/:id', 'POST /v1/checkout/sessions']
  beforeEach(() => {
    world.stripe.resetCalls()
    world.supabase.resetCalls()
  })

  test('one question to the database, and one call of Stripe; and one more when it is repeated', async () => {
    const order = orderOf(price)
    await buy(world, order)
    expect(counted()).toEqual([[write], ['rpc/order_lines']])
    await buy(world, order)
    expect(counted()[0]).toEqual([read, write, write])
  })

  test('with a proof also the account, its earlier orders, and who has the plan', async () => {
    await buy(world, orderOf(price), token)
    expect(counted()).toEqual([
      ['GET /v1/customers', 'GET /v1/customers/search', write],
      [
        'rpc/count_link_request',
        'rpc/list_proven_orders',
        'rpc/my_account',
        'rpc/note_proven_order',
        'rpc/order_lines',
        'stripe_customers',
      ],
    ])
  })
})
