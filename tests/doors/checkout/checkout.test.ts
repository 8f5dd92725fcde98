import { beforeEach, describe, expect, test } from 'vitest'
import { createDoors } from '#local/doors.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem, frontendUrl } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { purchasesOf } from '../purchases.ts'
import { ask, buy, offer, orderOf, told, writes } from './shop-window.ts'

const log = listenToLog()
const email = 'ada@example.com'

let world: World
let plan: { price: string; product: string }
let book: { price: string; product: string }
beforeEach(async () => {
  world = await emptyWorld({ ALLOWED_ORIGINS: 'https://shop.example' })
  plan = await offer(world)
  book = await offer(world, { recurring: null, unit_amount: 2500 })
  world.stripe.resetCalls()
})

describe('somebody whom nobody knows', () => {
  test('is sent to a page of Stripe for a plan', async () => {
    await buy(world, orderOf(plan.price))
    const [{ metadata } = {}] = told(world) as { metadata?: { order: string } }[]
    const order = metadata?.order ?? ''
    expect(order).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(told(world)).toEqual([
      {
        mode: 'subscription',
        line_items: { 0: { price: plan.price, quantity: '1' } },
        metadata: { order },
        subscription_data: {
          metadata: { order },
          description: `Order ${order} · ${frontendUrl}`,
        },
        expand: { 0: 'line_items' },
        success_url: `${frontendUrl}#bought={CHECKOUT_SESSION_ID}`,
        cancel_url: frontendUrl,
        locale: 'auto',
        integration_identifier: 'portal-gateway',
      },
    ])
  })

  test('pays once as a customer, who has a portal, and not as a guest', async () => {
    const id = await buy(world, orderOf(book.price))
    expect(told(world)).toMatchObject([{ mode: 'payment', customer_creation: 'always' }])
    const { customer } = world.stripe.payCheckout(id, { email })
    expect(customer).toMatch(/^cus_/)
  })

  test('pays there, and what was bought works', async () => {
    for (const { price } of [plan, book]) {
      const session = await buy(world, orderOf(price))
      const body = new URLSearchParams({ email, method: 'card' })
      const page = `${world.stripe.url}/c/pay/${session}`
      expect(await (await fetch(page)).text()).toContain('Pro')
      const paid = await fetch(page, { method: 'POST', body, redirect: 'manual' })
      expect(paid.headers.get('Location')).toBe(`${frontendUrl}#bought=${session}`)
      const back = await world.post('/api/purchase', { body: { session } })
      expect(await back.json()).toMatchObject({ status: 'paid' })
    }
    await world.stripe.settled()
    const owners = new Set((await purchasesOf(world)).map(({ address }) => address))
    expect([...owners]).toEqual([email])
  })
})

describe('somebody who proved their address', () => {
  test('finds it on the page, and the order carries their account', async () => {
    const token = await world.tokenOf('Ada@Example.com')
    await buy(world, orderOf(plan.price), token)
    const account = await accountOf(email)
    expect(told(world)).toMatchObject([
      { customer_email: 'Ada@Example.com', client_reference_id: account },
    ])
  })

  test('may buy for another account that is there, and for none that is not', async () => {
    const token = await world.tokenOf(email)
    const friend = await accountOf('grace@example.com')
    const strangers = ['00000000-0000-4000-8000-000000000000', 'someone', '', await liveAccount()]
    for (const name of [friend, ...strangers])
      await buy(world, orderOf(book.price, { for: name }), token)
    const own = await accountOf(email)
    expect(told(world).map(({ client_reference_id: id }) => id)).toEqual([
      friend,
      ...strangers.map(() => own),
    ])
  })

  test('nobody at all may buy for an account, too', async () => {
    const friend = await accountOf('grace@example.com')
    const session = await buy(world, orderOf(book.price, { for: friend }))
    await buy(world, orderOf(book.price, { for: await liveAccount() }))
    expect(told(world).map(({ client_reference_id: id }) => id)).toEqual([friend, undefined])
    world.stripe.payCheckout(session, { email })
    await world.stripe.settled()
    expect(await purchasesOf(world)).toMatchObject([{ address: 'grace@example.com' }])
  })
})

test('the page has a language that Stripe lists, and anything else follows the browser', async () => {
  for (const locale of ['de', 'pt-BR', 'hi-IN', 'en-AU', 'tlh', '__proto__'])
    await buy(world, orderOf(book.price, { locale }))
  const locales = told(world).map(({ locale }) => locale)
  expect(locales).toEqual(['de', 'pt-BR', 'hi-IN', 'auto', 'auto', 'auto'])
})

test.each([
  ['', frontendUrl],
  ['http://127.0.0.1:8888/plans?a=1', 'http://127.0.0.1:8888/plans?a=1'],
  ['https://shop.example', 'https://shop.example/'],
  ['https://shop.example/x#old', 'https://shop.example/x'],
  [
    'https://shop.example/?{CHECKOUT_SESSION_ID}#{CHECKOUT_SESSION_ID}',
    'https://shop.example/?%7BCHECKOUT_SESSION_ID%7D',
  ],
])('it leads back to %j, with the session in the fragment alone', async (returnUrl, page) => {
  await buy(world, orderOf(book.price, returnUrl === '' ? {} : { returnUrl }))
  expect(told(world)).toMatchObject([
    { cancel_url: page, success_url: `${page}#bought={CHECKOUT_SESSION_ID}` },
  ])
})

describe('a press', () => {
  test('twice is one session, at once and later', async () => {
    const order = orderOf(plan.price)
    const ids = await Promise.all([buy(world, order), buy(world, order), buy(world, order)])
    ids.push(await buy(world, order))
    expect(new Set(ids).size).toBe(1)
    expect(world.stripe.checkoutSessions()).toHaveLength(1)
  })

  test('that meets the first one under way waits for it', async () => {
    const busy = { method: 'POST', path: '/v1/checkout', status: 409, times: 1 }
    world.stripe.control({ faults: [{ ...busy, code: 'idempotency_key_in_use' }] })
    await buy(world, orderOf(plan.price))
    expect(world.stripe.checkoutSessions()).toHaveLength(1)
  })

  test('twice of somebody known is one session, too', async () => {
    const token = await world.tokenOf(email)
    const order = orderOf(plan.price)
    const ids = [await buy(world, order, token), await buy(world, order, token)]
    expect(new Set(ids).size).toBe(1)
  })

  test('with another order under the same key is another session, and so is that of somebody else', async () => {
    const order = orderOf(book.price)
    const orders = [
      order,
      { ...order, items: [{ price: book.price, quantity: 2 }] },
      { ...order, items: [{ price: plan.price }] },
      { ...order, locale: 'de' },
      { ...order, returnUrl: 'https://shop.example/' },
    ]
    const ids = new Set<string>()
    for (const each of orders) ids.add(await buy(world, each))
    for (const each of [email, 'grace@example.com'])
      ids.add(await buy(world, order, await world.tokenOf(each)))
    expect(ids.size).toBe(orders.length + 2)
  })
})

describe('what the price says', () => {
  test('a trial is asked for, the price’s before the product’s', async () => {
    const metadata = { trial_days: '14' }
    const product = world.stripe.createProduct({ name: 'Tried', metadata }).id
    const days = [{}, { trial_days: '7' }, { trial_days: 'soon' }]
    for (const each of days)
      await buy(world, orderOf((await offer(world, { metadata: each }, product)).price))
    const tries = told(world) as { subscription_data: { trial_period_days?: string } }[]
    expect(tries.map(({ subscription_data: data }) => data.trial_period_days)).toEqual([
      '14',
      '7',
      undefined,
    ])
  })

  test('nothing is tried that is paid once', async () => {
    const { price } = await offer(world, { recurring: null, metadata: { trial_days: '14' } })
    await buy(world, orderOf(price))
    expect(told(world)[0]).not.toHaveProperty('subscription_data')
  })

  test('where the customer chooses the amount there is one of it', async () => {
    const { price } = await offer(world, { recurring: null, custom_unit_amount: { minimum: 300 } })
    const two = orderOf(price, { items: [{ price, quantity: 2 }] })
    await expectProblem(ask(world, two), 400, 'body_invalid')
    expect(writes(world)).toEqual([])
    await buy(world, orderOf(price))
  })

  test('what is billed by use is not counted', async () => {
    const recurring = { interval: 'month', usage_type: 'metered' } as const
    const { price } = await offer(world, { recurring })
    const order = orderOf(price)
    const session = await buy(world, order)
    expect(told(world).at(-1)).toMatchObject({ line_items: { 0: { price } } })
    expect(await buy(world, order)).toBe(session)
    const two = { ...order, items: [{ price, quantity: 2 }] }
    await expectProblem(ask(world, two), 400, 'body_invalid')
  })
})

test('one network is turned away at sixty in a minute, before our code runs', async () => {
  const doors = createDoors((url) => import(/* @vite-ignore */ url.href))
  const ring = async (ip: string) =>
    (await doors.answer(new Request(`${world.origin}/api/checkout`, { method: 'POST' }), ip))
      ?.status
  for (let times = 0; times < 60; times += 1) expect(await ring('192.0.2.1')).toBe(400)
  expect(await ring('192.0.2.1')).toBe(429)
  expect(await ring('192.0.2.2')).toBe(400)
})

test('without the permission it says so, and the rest works as before', async () => {
  const lacking = { revokedPermissions: ['rak_checkout_session_write'] }
  world.stripe.control(lacking)
  await expectProblem(ask(world, orderOf(plan.price)), 503, 'permission_missing')
  expect(log.takeFaults()).toMatchObject([
    { reason: expect.stringContaining('rak_checkout_session_write') },
  ])
  await world.links({ email })
})

/** The account of an address, made if it isn't there. */
async function accountOf(address: string, live = false): Promise<string> {
  const { rows } = await world.supabase.database.query<{ id: string }>(
    'select private.account_for($1, $2) as id',
    [live, address],
  )
  return rows[0]!.id
}

const liveAccount = () => accountOf('grace@example.com', true)
