import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { now, refusal, sellTea, useStandIn } from './stand-in.ts'

const own = useStandIn()
const sell = (terms: Parameters<ReturnType<typeof sellTea>>[1] = {}) => {
  const customer = own.stripe.createCustomer({ email: 'a@b.c' }).id
  return sellTea(own.stripe)(customer, terms)
}

test('a subscription carries its price whole, its product as an id, and its period in the item', async () => {
  const { id } = sell()
  const [{ items, ...subscription } = { items: null }] = (await own.sdk.subscriptions.list()).data
  expect(subscription).toMatchObject({ id, status: 'active', currency: 'eur' })
  expect(subscription).not.toHaveProperty('current_period_end')
  const [item] = items!.data
  expect(item).toMatchObject({
    quantity: 1,
    price: { product: expect.stringMatching(/^prod_/), unit_amount: 1250 },
  })
  expect(item!.price.unit_amount_decimal?.toString()).toBe('1250')
  expect(item!.current_period_end).toBeGreaterThan(now + 27 * 86_400)
})

test('products are listed, all or by id; prices too', async () => {
  const [tea, coffee] = ['Tea', 'Coffee'].map((name) => own.stripe.createProduct({ name }).id)
  const price = own.stripe.createPrice({ product: tea! }).id
  const named = async (ids?: string[]) =>
    (await own.sdk.products.list(ids && { ids })).data.map(({ name }) => name)
  expect([await named(), await named([coffee!])]).toEqual([['Coffee', 'Tea'], ['Coffee']])
  expect((await own.sdk.prices.list()).data).toMatchObject([{ id: price, product: tea }])
})

test('a customer shows the newest ten current subscriptions when they are expanded', async () => {
  const customer = own.stripe.createCustomer().id
  const sellMore = sellTea(own.stripe)
  for (let index = 0; index < 12; index += 1) sellMore(customer, { created: now - 100 + index })
  sellMore(customer, { status: 'canceled' })
  const { data } = await own.sdk.customers.list({ expand: ['data.subscriptions'] })
  const { subscriptions } = data[0]!
  expect(subscriptions).toMatchObject({ has_more: true })
  expect(subscriptions?.data).toHaveLength(10)
  expect(subscriptions?.data[0]?.created).toBe(now - 89)
  const retrieved = await own.sdk.customers.retrieve(customer, { expand: ['subscriptions'] })
  expect(retrieved).toHaveProperty('subscriptions.data.length', 10)
})

test("one customer's are listed beyond ten, and nobody else's", async () => {
  const customer = own.stripe.createCustomer().id
  const sellMore = sellTea(own.stripe)
  for (let index = 0; index < 12; index += 1) sellMore(customer)
  sell()
  const { data } = await own.sdk.subscriptions.list({ customer, limit: 100 })
  expect(data.map((each) => each.customer)).toEqual(Array.from({ length: 12 }, () => customer))
})

test('an invoice follows from its subscription, and being paid changes it', async () => {
  const { id } = sell({
    status: 'past_due',
    percent_off: 50,
    items: [{ price: packages(), quantity: 250 }],
  })
  const expand = ['data.latest_invoice']
  const read = async () => (await own.sdk.subscriptions.list({ expand })).data[0]!
  const { latest_invoice, discounts } = await read()
  expect([latest_invoice, discounts.length]).toMatchObject([
    {
      status: 'open',
      total: 1500,
      amount_remaining: 1500,
      parent: { subscription_details: { subscription: id } },
    },
    1,
  ])
  const { hosted_invoice_url: url } = latest_invoice as Stripe.Invoice
  expect(await (await fetch(url!)).text()).toContain('€15.00, open')
  await fetch(url!, { method: 'POST', body: new URLSearchParams({ do: 'pay' }) })
  expect(await read()).toMatchObject({
    status: 'active',
    latest_invoice: { status: 'paid', amount_paid: 1500, amount_remaining: 0 },
  })
})

const packages = () =>
  own.stripe.createPrice({
    product: own.stripe.createProduct({ name: 'Pencils' }).id,
    unit_amount: 1000,
    currency: 'eur',
    transform_quantity: { divide_by: 100, round: 'up' },
  }).id

test('what is metered has no quantity', () => {
  const recurring = { interval: 'month', usage_type: 'metered' } as const
  const product = own.stripe.createProduct({ name: 'Calls' }).id
  const { items } = sell({ items: [{ price: own.stripe.createPrice({ product, recurring }).id }] })
  expect(items.data[0]).not.toHaveProperty('quantity')
})

test.each([
  ['data.subscriptions.data.items.data', /^You cannot expand more than 4 levels of a property/],
  ['data.email', /^This property cannot be expanded \(email\)/],
])('expanding %s is refused', async (path, message) => {
  sell()
  const error = await refusal(own.sdk.customers.list({ expand: [path] }))
  expect(error).toMatchObject({ statusCode: 400, param: 'expand' })
  expect(error.message).toMatch(message)
})

test('a list leaves the canceled ones out', async () => {
  const [active, pastDue] = ['active', 'past_due', 'canceled'].map((status) => sell({ status }).id)
  const { data } = await own.sdk.subscriptions.list()
  expect(data.map(({ id }) => id)).toEqual([pastDue, active])
})

test('a cancellation at the end of the period names the day', () => {
  expect(sell({ cancel_at_period_end: true, current_period_end: now + 60 })).toMatchObject({
    status: 'active',
    cancel_at_period_end: true,
    cancel_at: now + 60,
    canceled_at: now,
  })
})

test.each([
  ['month', 1, '2024-03-31', '2024-02-29'],
  ['month', 3, '2024-02-29', '2023-11-29'],
  ['year', 1, '2024-02-29', '2023-02-28'],
  ['week', 2, '2024-01-05', '2023-12-22'],
  ['day', 10, '2024-01-05', '2023-12-26'],
])('a period (%s times %i) that ends on %s began on %s', (interval, interval_count, end, start) => {
  const second = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000
  const product = own.stripe.createProduct({ name: 'Tea' }).id
  const price = own.stripe.createPrice({ product, recurring: { interval, interval_count } }).id
  const { items } = sell({ items: [{ price }], current_period_end: second(end), created: 0 })
  expect(items.data[0]).toMatchObject({
    current_period_start: second(start),
    current_period_end: second(end),
  })
})

test('a period whose end is not given is the one that contains now', () => {
  const { current_period_start, current_period_end } = sell({ created: 86_400 }).items.data[0]!
  expect(current_period_start).toBeLessThanOrEqual(now)
  expect(current_period_end).toBeGreaterThan(now)
  expect(new Date(current_period_end * 1000).getUTCDate()).toBe(2)
})

test('deleting a customer ends its subscriptions', () => {
  const { id, customer } = sell()
  own.stripe.deleteCustomer(customer as string)
  expect(own.stripe.subscriptions()).toMatchObject([{ id, status: 'canceled', ended_at: now }])
  expect(own.stripe.events().map(({ type }) => type)).toEqual(
    expect.arrayContaining(['customer.deleted', 'customer.subscription.deleted']),
  )
})
