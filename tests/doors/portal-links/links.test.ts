import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { subscribe } from '../shop.ts'

const email = 'ada@example.com'
listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

/** Unix seconds of a day of 2030. */
const dayOf2030 = (month: number, day: number) => Date.UTC(2030, month - 1, day) / 1000

async function onlyLink() {
  const { links } = await world.links({ email })
  expect(links).toHaveLength(1)
  return links[0]!
}

describe('a proven address', () => {
  test('reaches every customer under it, in whatever spelling, each with a link of its own', async () => {
    const ids = [
      await world.knownCustomer('ada@example.com'),
      await world.knownCustomer('ADA@example.com'),
      await world.knownCustomer(' Ada@Example.com '),
    ]
    await world.knownCustomer('eve@example.com')
    const { email, links } = await world.links({ token: await world.signIn('Ada@example.com') })
    expect(email).toBe('ada@example.com')
    expect(links.map(({ customer }) => customer).sort()).toEqual(ids.sort())
    expect(new Set(links.map(({ url }) => url)).size).toBe(3)
    for (const { url } of links) expect((await fetch(url!)).status).toBe(200)
  })

  test.each(['a.da@example.com', 'ada+shop@example.com', 'ada@example.co', 'bada@example.com'])(
    'does not reach the customers of %s',
    async (other) => {
      await world.knownCustomer(other)
      expect((await world.links({ email })).links).toEqual([])
    },
  )

  test('without any customer gets an empty list, not an error', async () => {
    expect(await world.links({ email: 'kurt@example.com' })).toEqual({
      email: 'kurt@example.com',
      links: [],
    })
  })
})

describe('the order of the links', () => {
  test('is: those that pay now, then the newest', async () => {
    const { stripe } = world
    const made = (created: number) => stripe.createCustomer({ email, created }).id
    const oldest = made(1_700_000_000)
    const older = made(1_710_000_000)
    const newer = made(1_720_000_000)
    const newest = made(1_730_000_000)
    await stripe.settled()
    subscribe(world, oldest, [{}], { status: 'past_due' })
    subscribe(world, older, [{}], { status: 'incomplete' })
    subscribe(world, newer, [{}], { status: 'trialing' })
    subscribe(world, newest, [{}], { status: 'canceled' })
    const { links } = await world.links({ email })
    expect(links.map(({ customer }) => customer)).toEqual([newer, oldest, newest, older])
  })
})

describe('the label of a customer', () => {
  test('says product, price, rhythm and dates', async () => {
    const customer = await world.knownCustomer(email, 'Ada Lovelace')
    const { id } = subscribe(world, customer, [{}], { current_period_end: dayOf2030(1, 31) })
    expect(await onlyLink()).toEqual({
      customer,
      url: expect.stringContaining('/portal/'),
      name: 'Ada Lovelace',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      subscriptions: [
        {
          id,
          product: 'Studio',
          items: 1,
          status: 'active',
          amountMinor: 2900,
          currency: 'eur',
          interval: 'month',
          intervalCount: 1,
          renewsAt: '2030-01-31T00:00:00.000Z',
          endsAt: null,
        },
      ],
    })
  })

  test('of a customer without a subscription, or without one any more, lists none', async () => {
    const customer = await world.knownCustomer(email)
    subscribe(world, customer, [{}], { status: 'canceled' })
    expect(await onlyLink()).toMatchObject({ customer, name: null, subscriptions: [] })
  })

  test('adds up the items that are billed together, and names the first', async () => {
    subscribe(world, await world.knownCustomer(email), [
      { product: 'Seat', unit_amount: 500, quantity: 3 },
      { product: 'Storage', unit_amount: 250 },
    ])
    const { subscriptions } = await onlyLink()
    expect(subscriptions).toMatchObject([
      { product: 'Seat', items: 2, amountMinor: 1750, interval: 'month', intervalCount: 1 },
    ])
  })

  test.each<[string, Parameters<typeof subscribe>[2]]>([
    ['items in two rhythms', [{}, { interval: 'year' }]],
    ['an item without a fixed price', [{}, { unit_amount: null }]],
  ])('names no sum for %s', async (_, items) => {
    subscribe(world, await world.knownCustomer(email), items)
    expect((await onlyLink()).subscriptions).toMatchObject([{ items: 2, amountMinor: null }])
  })

  test.each([
    ['at the end of the period', { cancel_at_period_end: true, cancel_at: null }, '2030-01-31'],
    ['on a day of its own', { cancel_at: dayOf2030(6, 1) }, '2030-06-01'],
    ['never', {}, null],
  ])('says when it ends: %s', async (_, terms, day) => {
    const current_period_end = dayOf2030(1, 31)
    const customer = await world.knownCustomer(email)
    subscribe(world, customer, [{}], { current_period_end, ...terms })
    const [subscription] = (await onlyLink()).subscriptions
    expect(subscription?.endsAt?.slice(0, 10) ?? null).toBe(day)
    expect(subscription?.renewsAt).toBe('2030-01-31T00:00:00.000Z')
  })

  test('lists several subscriptions', async () => {
    const customer = await world.knownCustomer(email)
    subscribe(world, customer, [{ product: 'Studio' }])
    subscribe(world, customer, [{ product: 'Archive' }], { status: 'paused' })
    const { subscriptions } = await onlyLink()
    expect(new Set(subscriptions.map(({ product }) => product))).toEqual(
      new Set(['Archive', 'Studio']),
    )
  })
})

describe("a product's name", () => {
  test('is found beyond the first hundred products', async () => {
    subscribe(world, await world.knownCustomer(email), [{ product: 'The first of all' }])
    for (let count = 0; count < 100; count += 1)
      world.stripe.createProduct({ name: `No. ${count}` })
    expect((await onlyLink()).subscriptions).toMatchObject([{ product: 'The first of all' }])
  })

  test('made after the names were fetched is asked for', async () => {
    const customer = await world.knownCustomer(email)
    await world.links({ email })
    subscribe(world, customer, [{ product: 'New' }])
    expect((await onlyLink()).subscriptions).toMatchObject([{ product: 'New' }])
  })

  test('that the key may not read is left out, and the link works', async () => {
    subscribe(world, await world.knownCustomer(email))
    world.stripe.control({ revokedPermissions: ['rak_product_read'] })
    const { url, subscriptions } = await onlyLink()
    expect(subscriptions).toMatchObject([{ product: null, amountMinor: 2900 }])
    expect((await fetch(url!)).status).toBe(200)
  })
})

describe('a key that may not read subscriptions', () => {
  beforeEach(() => {
    world.stripe.control({ revokedPermissions: ['rak_subscription_read'] })
  })

  test('gives links without labels', async () => {
    const customer = await world.knownCustomer(email, 'Ada')
    subscribe(world, customer)
    expect(await onlyLink()).toMatchObject({
      customer,
      name: 'Ada',
      url: expect.stringContaining('/portal/'),
      subscriptions: [],
    })
  })

  test('gives one fresh link, too', async () => {
    const customer = await world.knownCustomer(email)
    const { links } = await world.links({ email }, { customer })
    expect(links).toMatchObject([{ customer, url: expect.stringContaining('/portal/') }])
  })

  test('asks for them once and no more', async () => {
    await world.knownCustomer(email)
    await onlyLink()
    world.stripe.resetCalls()
    await onlyLink()
    expect(world.stripe.calls.map(({ status }) => status)).not.toContain(403)
  })
})
