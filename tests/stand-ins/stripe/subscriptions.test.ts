import type Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startStripeStandIn, type StripeStandIn } from '#local/stripe/index.ts'
import { connect, NOW, NOW_MS, refusal } from './client.ts'

const DAY = 86_400
let standIn: StripeStandIn
let stripe: Stripe
let customer: string
let price: string

beforeAll(async () => {
  standIn = await startStripeStandIn({ now: () => NOW_MS })
  stripe = connect(standIn)
})
beforeEach(() => {
  standIn.reset()
  customer = standIn.createCustomer({ email: 'a@b.c' }).id
  const product = standIn.createProduct({ name: 'Tea' }).id
  price = standIn.createPrice({ product, unit_amount: 1250, currency: 'eur' }).id
})
afterAll(() => standIn.close())

test('a subscription carries its price whole, its product as an id, and its period in the item', async () => {
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price, quantity: 2 }] })
  const { items, ...subscription } = await stripe.subscriptions.retrieve(id)
  expect(subscription).toMatchObject({ customer, status: 'active', currency: 'eur' })
  expect(items.data).toMatchObject([
    {
      quantity: 2,
      price: { id: price, product: expect.stringMatching(/^prod_/), unit_amount: 1250 },
    },
  ])
  expect(items.data[0]?.price.unit_amount_decimal?.toString()).toBe('1250')
  expect(items.data[0]?.current_period_end).toBeGreaterThan(NOW + 27 * DAY)
  expect(subscription).not.toHaveProperty('current_period_end')
})

test('the catalogue lists, filters and retrieves', async () => {
  const { id } = await stripe.products.create({ name: 'Coffee', active: false })
  const { data } = await stripe.products.list({ active: true })
  expect(data.map(({ name }) => name)).toEqual(['Tea'])
  expect((await stripe.products.list({ ids: [id] })).data).toMatchObject([{ id, name: 'Coffee' }])
  expect((await stripe.products.retrieve(id)).active).toBe(false)
  const yearly = await stripe.prices.create({
    product: id,
    unit_amount: 9900,
    currency: 'usd',
    recurring: { interval: 'year' },
  })
  expect((await stripe.prices.list({ product: id })).data.map((found) => found.id)).toEqual([
    yearly.id,
  ])
  expect((await refusal(stripe.prices.retrieve('price_none'))).statusCode).toBe(404)
})

test('expanding a list of customers shows the newest ten current subscriptions of each', async () => {
  for (let index = 0; index < 12; index += 1) {
    standIn.createSubscription({ customer, items: [{ price }], created: NOW - 100 + index })
  }
  standIn.createSubscription({ customer, items: [{ price }], status: 'canceled' })
  const { data } = await stripe.customers.list({ expand: ['data.subscriptions'] })
  const subscriptions = data[0]?.subscriptions
  expect(subscriptions).toMatchObject({ has_more: true })
  expect(subscriptions?.data).toHaveLength(10)
  expect(subscriptions?.data[0]?.created).toBe(NOW - 89)

  const retrieved = await stripe.customers.retrieve(customer, { expand: ['subscriptions'] })
  expect(retrieved).toHaveProperty('subscriptions.data.length', 10)
})

test('a path of four levels is expanded, one of five is refused', async () => {
  const { id } = standIn.createSubscription({ customer, items: [{ price }] })
  const one = await stripe.subscriptions.retrieve(id, {
    expand: ['items.data.price.product', 'customer', 'latest_invoice'],
  })
  expect(one.items.data[0]?.price.product).toMatchObject({ name: 'Tea' })
  expect(one.customer).toMatchObject({ email: 'a@b.c' })
  const error = await refusal(
    stripe.subscriptions.list({ expand: ['data.items.data.price.product'] }),
  )
  expect(error.message).toMatch(/^You cannot expand more than 4 levels of a property/)
  expect(await refusal(stripe.customers.list({ expand: ['data.email'] }))).toMatchObject({
    statusCode: 400,
    param: 'expand',
  })
})

test('a list leaves the canceled ones out unless asked', async () => {
  const make = (status: string) =>
    standIn.createSubscription({ customer, items: [{ price }], status }).id
  const active = make('active')
  const pastDue = make('past_due')
  const canceled = make('canceled')
  const list = async (params: Stripe.SubscriptionListParams) =>
    (await stripe.subscriptions.list({ customer, ...params })).data.map(({ id }) => id)
  expect(await list({})).toEqual([pastDue, active])
  expect(await list({ status: 'all' })).toEqual([canceled, pastDue, active])
  expect(await list({ status: 'past_due' })).toEqual([pastDue])
  expect(await list({ status: 'ended' })).toEqual([canceled])
  expect(await list({ customer: 'cus_none' })).toEqual([])
})

test('a cancellation at the end of the period names the day, and can be taken back', async () => {
  const { id } = standIn.createSubscription({
    customer,
    items: [{ price }],
    current_period_end: NOW + DAY,
  })
  const ending = await stripe.subscriptions.update(id, { cancel_at_period_end: true })
  expect(ending).toMatchObject({
    cancel_at_period_end: true,
    cancel_at: NOW + DAY,
    status: 'active',
  })
  const going = await stripe.subscriptions.update(id, { cancel_at_period_end: false })
  expect(going).toMatchObject({ cancel_at_period_end: false, cancel_at: null })
})

test('quantities change, and what has ended does not', async () => {
  const { id } = standIn.createSubscription({ customer, items: [{ price }] })
  const item = (await stripe.subscriptions.retrieve(id)).items.data[0]!.id
  const changed = await stripe.subscriptions.update(id, { items: [{ id: item, quantity: 5 }] })
  expect(changed.items.data[0]?.quantity).toBe(5)
  expect(await stripe.subscriptions.cancel(id)).toMatchObject({ status: 'canceled', ended_at: NOW })
  expect(
    (await refusal(stripe.subscriptions.update(id, { metadata: { a: 'b' } }))).statusCode,
  ).toBe(400)
})

test.each([
  ['month', 1, '2024-03-31', '2024-02-29'],
  ['month', 3, '2024-02-29', '2023-11-29'],
  ['year', 1, '2024-02-29', '2023-02-28'],
  ['week', 2, '2024-01-05', '2023-12-22'],
  ['day', 10, '2024-01-05', '2023-12-26'],
])('a period (%s times %i) that ends on %s began on %s', (interval, interval_count, end, start) => {
  const second = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000
  const product = standIn.createProduct({ name: 'Rhythm' }).id
  const rhythm = standIn.createPrice({ product, recurring: { interval, interval_count } }).id
  const { items } = standIn.createSubscription({
    customer,
    items: [{ price: rhythm, current_period_end: second(end) }],
    created: second('2020-01-01'),
  })
  expect(items.data[0]).toMatchObject({
    current_period_start: second(start),
    current_period_end: second(end),
  })
})

test('without a stated end the period is the one that contains now', () => {
  const { items } = standIn.createSubscription({ customer, items: [{ price }], created: 86_400 })
  const { current_period_start, current_period_end } = items.data[0]!
  expect(current_period_start).toBeLessThanOrEqual(NOW)
  expect(current_period_end).toBeGreaterThan(NOW)
  expect(new Date(current_period_end * 1000).getUTCDate()).toBe(2)
})

test('deleting a customer ends its subscriptions', () => {
  const { id } = standIn.createSubscription({ customer, items: [{ price }] })
  standIn.deleteCustomer(customer)
  expect(standIn.subscriptions()).toMatchObject([{ id, status: 'canceled' }])
  expect(standIn.events().map(({ type }) => type)).toEqual(
    expect.arrayContaining(['customer.deleted', 'customer.subscription.deleted']),
  )
})
