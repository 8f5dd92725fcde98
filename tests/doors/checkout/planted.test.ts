import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { ask, buy, offer, orderOf, told } from './shop-window.ts'

listenToLog()
const email = 'ada@example.com'
let world: World
let book: string
let token: string
beforeEach(async () => {
  world = await emptyWorld()
  ;({ price: book } = await offer(world, { recurring: null, unit_amount: 2500 }))
  token = await world.tokenOf(email)
  world.stripe.resetCalls()
})

/** What the newest order was placed as. */
const last = () => told(world).at(-1) ?? {}
const buyProven = (price = book) => buy(world, orderOf(price), token)
/** Buys with proof, and pays. @returns the customer */
async function buyAndPay(price = book, payer = {}): Promise<string> {
  const { customer } = world.stripe.payCheckout(await buyProven(price), { email, ...payer })
  return customer as string
}

async function expectNew(): Promise<void> {
  await buyProven()
  expect(last()).toMatchObject({ customer_email: email, customer_creation: 'always' })
  expect(last()).not.toHaveProperty('customer')
}
async function expectReused(customer: string, price = book): Promise<void> {
  await buyProven(price)
  expect(last()).toMatchObject({ customer })
  for (const name of ['customer_email', 'customer_creation'])
    expect(last()).not.toHaveProperty(name)
}

describe('the customer of the last order that was placed here with proof', () => {
  test('places the next one, too', async () => {
    const customer = await buyAndPay()
    expect(last()).toMatchObject({ customer_email: email })
    await expectReused(customer)
    await expectReused(customer, (await offer(world)).price)
  })

  test('however often somebody presses without paying', async () => {
    const customer = await buyAndPay()
    for (let press = 0; press < 5; press += 1) await buyProven()
    await expectReused(customer)
    const { rows } = await world.supabase.database.query('select from private.proven_orders')
    expect(rows).toHaveLength(6)
  })

  test('is the one of the newest order that was paid', async () => {
    const before = await buyAndPay()
    const later = world.stripe.createCustomer({ email }).id
    const session = await buyProven()
    world.stripe.payCheckout(session)
    await expectReused(before)
    expect(before).not.toBe(later)
  })

  test('does not place it in another currency', async () => {
    await buyAndPay()
    const { price } = await offer(world, { recurring: null, currency: 'usd' })
    await buyProven(price)
    expect(last()).toMatchObject({ customer_email: email })
  })

  test('does not place it where Stripe holds the customer to another currency', async () => {
    const customer = await buyAndPay()
    world.stripe.updateCustomer(customer, { currency: 'usd' })
    await expectNew()
  })

  test('does not place it before anything was paid, or after it expired', async () => {
    const session = await buyProven()
    await expectNew()
    world.stripe.expireCheckout(session)
    await expectNew()
  })

  test('does not place it once they were deleted', async () => {
    world.stripe.deleteCustomer(await buyAndPay())
    await expectNew()
  })

  test('who is deleted at the last moment is replaced by the address in the same request', async () => {
    const customer = await buyAndPay()
    const fault = { path: '^/v1/checkout/sessions$', method: 'POST', times: 1, status: 400 }
    world.stripe.control({
      faults: [{ ...fault, code: 'resource_missing', message: `No such customer: '${customer}'` }],
    })
    world.stripe.resetCalls()
    await buyProven()
    expect(told(world)).toMatchObject([{ customer }, { customer_email: email }])
  })

  test('does not place it once their address is another one', async () => {
    world.stripe.updateCustomer(await buyAndPay(), { email: 'eve@example.com' })
    await expectNew()
  })
})

describe('whoever a stranger planted under the address is never one', () => {
  const eve = 'eve@example.com'
  test.each<[string, () => Promise<unknown>]>([
    ['a customer who was made at Stripe', async () => world.knownCustomer(email)],
    [
      'one with a subscription to something else',
      async () => {
        const { id: product } = world.stripe.createProduct({ name: 'Other' })
        const { id: price } = world.stripe.createPrice({ product, currency: 'eur' })
        const customer = await world.knownCustomer(email)
        world.stripe.createSubscription({ customer, items: [{ price }] })
      },
    ],
    [
      'one who bought here without proof, under the typed address',
      async () => world.stripe.payCheckout(await buy(world, orderOf(book)), { email }),
    ],
    [
      'one who bought here for the account, without proof',
      async () => {
        const account = await accountOf(email)
        world.stripe.payCheckout(await buy(world, orderOf(book, { for: account })), { email })
      },
    ],
    [
      'one who bought by a Payment Link, for the account',
      async () => {
        const { id } = world.stripe.createPaymentLink({ lines: [{ price: book, quantity: 1 }] })
        const query = { reference: await accountOf(email) }
        world.stripe.payCheckout(world.stripe.followLink(id, query).id, { email })
      },
    ],
    [
      'one whom somebody else bought as, with proof of their own address, and renamed',
      async () => {
        const session = await buy(world, orderOf(book), await world.tokenOf(eve))
        const { customer } = world.stripe.payCheckout(session, { email: eve })
        world.stripe.updateCustomer(customer as string, { email })
      },
    ],
    [
      'one whom somebody else bought as for the account, with proof of their own address',
      async () => {
        const order = orderOf(book, { for: await accountOf(email) })
        const session = await buy(world, order, await world.tokenOf(eve))
        const { customer } = world.stripe.payCheckout(session, { email: eve })
        world.stripe.updateCustomer(customer as string, { email })
      },
    ],
    ['a guest', async () => world.stripe.createSale({ email, lines: [{ price: book }] })],
    [
      'a row that only the table has',
      async () => world.plantRow(world.stripe.createCustomer({ email: eve }).id, email),
    ],
  ])('%s', async (_, plant) => {
    await plant()
    await world.stripe.settled()
    await expectNew()
  })
})

describe('whoever has a subscription to the product', () => {
  let plan: { price: string; product: string }
  beforeEach(async () => {
    plan = await offer(world)
  })
  const order = async () => ask(world, orderOf(plan.price), token)

  test('is shown into the portal, by a link that works', async () => {
    const customer = await buyAndPay(plan.price)
    await world.stripe.settled()
    const yearly = await offer(world, { recurring: { interval: 'year' } }, plan.product)
    const refused = await ask(world, orderOf(yearly.price), token)
    expect(refused.status).toBe(409)
    const { portal, ...problem } = (await refused.json()) as { portal: string }
    expect(problem).toEqual({
      type: 'urn:portal-gateway:error:already_subscribed',
      title: expect.any(String),
      status: 409,
      code: 'already_subscribed',
      requestId: expect.any(String),
    })
    expect((await fetch(portal)).status).toBe(200)
    expect(world.stripe.sessions()).toMatchObject([{ customer }])
    expect(told(world)).toHaveLength(1)
  })

  test('finds it also where no webhook told of it, among several items', async () => {
    world.loseWebhooks()
    const other = await offer(world)
    const customer = world.stripe.createCustomer({ email }).id
    const items = [{ price: other.price }, { price: plan.price }]
    world.stripe.createSubscription({ customer, items })
    await expectProblem(order(), 409, 'already_subscribed')
  })

  test.each([
    ['trialing', 409],
    ['past_due', 409],
    ['unpaid', 200],
    ['paused', 200],
    ['canceled', 200],
    ['incomplete', 200],
  ] as const)('%s: %i', async (status, expected) => {
    const customer = await world.knownCustomer(email)
    world.stripe.createSubscription({ customer, items: [{ price: plan.price }], status })
    expect((await order()).status).toBe(expected)
  })

  test('may have another product, or the same once more without proof', async () => {
    await buyAndPay(plan.price)
    expect((await ask(world, orderOf((await offer(world)).price), token)).status).toBe(200)
    expect((await ask(world, orderOf(plan.price))).status).toBe(200)
  })

  test('is not asked about where the key may not see subscriptions', async () => {
    await buyAndPay(plan.price)
    world.stripe.control({ revokedPermissions: ['rak_subscription_read'] })
    expect((await order()).status).toBe(200)
  })

  test('gets no link to a customer whom Stripe places elsewhere', async () => {
    const customer = await buyAndPay(plan.price)
    await world.stripe.settled()
    world.loseWebhooks()
    world.stripe.updateCustomer(customer, { email: 'eve@example.com' })
    const answer = await order()
    expect([answer.status, world.stripe.sessions()]).toEqual([200, []])
  })
})

async function accountOf(address: string): Promise<string> {
  const { rows } = await world.supabase.database.query<{ id: string }>(
    'select private.account_for(false, $1) as id',
    [address],
  )
  return rows[0]!.id
}
