import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { alterEnvironment, callsOf, subscribe } from '../shop.ts'

const email = 'ada@example.com'
listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

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

  test.each(['cus_my-shop-1', 'cus_ada.b+c@example.com'])(
    'reaches a customer whose id the owner chose: %s',
    async (id) => {
      world.stripe.createCustomer({ id, email })
      await world.stripe.settled()
      expect(await world.rowOf(id)).toMatchObject({ email })
      expect(await onlyLink()).toMatchObject({ customer: id })
      const { links } = await world.links({ email }, { customer: id })
      expect((await fetch(links[0]!.url!)).status).toBe(200)
      expect(await (await world.tick()).json()).toMatchObject({ passed: 1, isComplete: true })
      world.stripe.deleteCustomer(id)
      await world.stripe.settled()
      expect(await world.rowOf(id)).toMatchObject({ deleted: true })
    },
  )

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
      livemode: false,
      more: false,
    })
  })
})

// What is summed, what has no sum, when it ends, and the order: server/rules/{subscription,customer}.test.ts.
test('the label of a customer says product, price, rhythm and dates; those who pay come first', async () => {
  const gone = world.stripe.createCustomer({ email, created: 1_700_000_000 }).id
  await world.stripe.settled()
  subscribe(world, gone, [{}], { status: 'canceled' })
  const customer = await world.knownCustomer(email, 'Ada Lovelace')
  const seats = [
    { product: 'Seat', unit_amount: 500, quantity: 3 },
    { product: 'Storage', unit_amount: 250 },
  ]
  const { id } = subscribe(world, customer, seats, {
    current_period_end: Date.UTC(2030, 0, 31) / 1000,
    cancel_at: Date.UTC(2030, 5, 1) / 1000,
    default_payment_method: world.stripe.createPaymentMethod({ customer }).id,
  })
  const { links } = await world.links({ email })
  expect(links).toEqual([
    {
      customer,
      url: expect.stringContaining('/portal/'),
      name: 'Ada Lovelace',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      subscriptions: [
        {
          id,
          product: 'Seat',
          items: 2,
          quantity: null,
          status: 'active',
          paused: false,
          pausedUntil: null,
          amountMinor: 1750,
          currency: 'eur',
          interval: 'month',
          intervalCount: 1,
          renewsAt: '2030-01-31T00:00:00.000Z',
          endsAt: '2030-06-01T00:00:00.000Z',
          paymentMethod: { kind: 'visa', last4: '4242', expires: '2034-12' },
          hasOwnPaymentMethod: true,
          openInvoice: null,
          lastPaid: { amountMinor: 1750, currency: 'eur', at: expect.any(String) },
          nextPayment: null,
        },
      ],
      moreSubscriptions: false,
      allows: ['cancel', 'plan', 'payment_method', 'invoices'],
    },
    expect.objectContaining({ customer: gone, name: null, subscriptions: [] }),
  ])
})

test('the label of a customer lists several subscriptions', async () => {
  const customer = await world.knownCustomer(email)
  subscribe(world, customer, [{ product: 'Studio' }])
  subscribe(world, customer, [{ product: 'Archive' }], { status: 'paused' })
  const { subscriptions } = await onlyLink()
  expect(new Set(subscriptions?.map(({ product }) => product))).toEqual(
    new Set(['Archive', 'Studio']),
  )
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

test('more than ten subscriptions are all there', async () => {
  const customer = await world.knownCustomer(email)
  for (let count = 0; count < 12; count += 1) subscribe(world, customer)
  for (const links of [[await onlyLink()], (await world.links({ email }, { customer })).links])
    expect(links[0]?.subscriptions).toHaveLength(12)
})

test('what is overdue leads to the page where it is paid, and then it runs', async () => {
  const customer = await world.knownCustomer(email)
  subscribe(world, customer, [{}], { status: 'past_due', percent_off: 50 })
  const [overdue] = (await onlyLink()).subscriptions!
  expect(overdue).toMatchObject({
    amountMinor: null,
    openInvoice: { amountMinor: 1450, currency: 'eur', url: expect.stringContaining('/invoice/') },
  })
  const { url } = overdue!.openInvoice!
  await fetch(url, { method: 'POST', body: new URLSearchParams({ do: 'pay' }) })
  expect((await onlyLink()).subscriptions).toMatchObject([
    { status: 'active', openInvoice: null, lastPaid: { amountMinor: 1450 } },
  ])
})

test("an update of the customer's payment method leaves a subscription's own as it was, and says so", async () => {
  const customer = await world.knownCustomer(email)
  const own = world.stripe.createPaymentMethod({ customer, last4: '1111' }).id
  subscribe(world, customer, [{}], { default_payment_method: own })
  subscribe(world, customer)
  const { url } = await onlyLink()
  await fetch(url!, {
    method: 'POST',
    body: new URLSearchParams({ do: 'update_card', last4: '2222' }),
  })
  const { subscriptions } = await onlyLink()
  expect(subscriptions).toMatchObject([
    { paymentMethod: { last4: '2222' }, hasOwnPaymentMethod: false },
    { paymentMethod: { last4: '1111' }, hasOwnPaymentMethod: true },
  ])
})

describe('what the portal allows', () => {
  const features = {
    subscription_cancel: { enabled: true },
    subscription_update: { enabled: true, default_allowed_updates: [] },
    invoice_history: { enabled: true },
  }

  test('is what its configuration says, and is read once in ten minutes', async () => {
    await world.knownCustomer(email)
    const { id } = world.stripe.createConfiguration({ features })
    alterEnvironment({ STRIPE_PORTAL_CONFIGURATION: id })
    expect((await onlyLink()).allows).toEqual(['cancel', 'invoices'])
    world.stripe.resetCalls()
    expect((await onlyLink()).allows).toEqual(['cancel', 'invoices'])
    expect(callsOf(world).join()).not.toContain('configurations')
  })

  test('is everything if the key may not read it: a press that is refused says so', async () => {
    await world.knownCustomer(email)
    world.stripe.control({ revokedPermissions: ['rak_customer_portal_read'] })
    expect((await onlyLink()).allows).toHaveLength(4)
  })
})

test.each([
  ['rak_invoice_read', { lastPaid: null, paymentMethod: { last4: '4242' } }],
  ['rak_payment_method_read', { lastPaid: { amountMinor: 2900 }, paymentMethod: null }],
])('a key without %s says less, and the rest is there', async (permission, expected) => {
  const customer = await world.knownCustomer(email)
  const { id } = world.stripe.createPaymentMethod({ customer })
  subscribe(world, customer, [{}], { default_payment_method: id })
  world.stripe.control({ revokedPermissions: [permission] })
  const { url, subscriptions } = await onlyLink()
  expect(subscriptions).toMatchObject([{ product: 'Studio', amountMinor: 2900, ...expected }])
  expect((await fetch(url!)).status).toBe(200)
})

describe('a key that may not read subscriptions', () => {
  beforeEach(() => {
    world.stripe.control({ revokedPermissions: ['rak_subscription_read'] })
  })

  test.each(['all', 'one'])('gives links without labels: %s', async (wanted) => {
    const customer = await world.knownCustomer(email, 'Ada')
    subscribe(world, customer)
    const body = wanted === 'one' ? { customer } : {}
    expect((await world.links({ email }, body)).links).toMatchObject([
      { customer, name: 'Ada', url: expect.stringContaining('/portal/'), subscriptions: null },
    ])
  })

  test('asks for them once a minute, and shows them when the permission has come', async () => {
    subscribe(world, await world.knownCustomer(email))
    await onlyLink()
    world.stripe.resetCalls()
    await onlyLink()
    expect(world.stripe.calls.map(({ status }) => status)).not.toContain(403)
    world.stripe.control({ revokedPermissions: [] })
    const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000)
    expect((await onlyLink()).subscriptions).toHaveLength(1)
    now.mockRestore()
  })
})
