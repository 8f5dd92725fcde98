import type Stripe from 'stripe'
import { beforeEach, describe, expect, test } from 'vitest'
import { now, refusal, useStandIn } from '../stand-in.ts'
import { offer, order, press, typesSince } from './shop.ts'

const own = useStandIn()
let once: string
let monthly: string
beforeEach(() => {
  once = offer(own.stripe, 'Cup', { recurring: null, unit_amount: 1250 })
  monthly = offer(own.stripe, 'Pro', {})
})
const read = (id: string, expand: string[] = []) =>
  own.sdk.checkout.sessions.retrieve(id, { expand })
const buy = async (price: string, more: Parameters<typeof order>[2] = {}, payer = {}) => {
  const { id } = await order(own.sdk, price, more)
  own.stripe.payCheckout(id, { email: 'ada@b.c', ...payer })
  return read(id, ['line_items', 'customer', 'subscription', 'invoice', 'payment_intent'])
}

test('an order is open for a day, with a page of its own', async () => {
  const session = await order(own.sdk, once, { client_reference_id: 'a-1', metadata: { a: 'b' } })
  expect(session).toMatchObject({
    status: 'open',
    payment_status: 'unpaid',
    amount_total: 1250,
    currency: 'eur',
    client_reference_id: 'a-1',
    customer: null,
    customer_creation: 'if_required',
    expires_at: now + 86_400,
    metadata: { a: 'b' },
    payment_intent: null,
  })
  const body = await (await fetch(session.url!)).text()
  for (const shown of ['Cup', '€12.50', 'type="email"']) expect(body).toContain(shown)
})

test('a press on the page pays, and leads back with the id', async () => {
  const { id, url } = await order(own.sdk, once)
  const response = await press(url!, { email: 'ada@b.c', name: 'Ada', method: 'card' })
  expect(response.headers.get('location')).toBe(`https://example.com/#bought=${id}`)
  expect(await read(id)).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    customer: null,
    customer_details: { email: 'ada@b.c', name: 'Ada' },
    url: null,
  })
  expect(await (await fetch(url!)).text()).toContain('Thanks for your payment')
  expect(typesSince(own.stripe, 4)).toEqual([
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ])
})

test('a declined card leaves the order open, and says so', async () => {
  const { id, url } = await order(own.sdk, once)
  const response = await press(url!, { email: 'ada@b.c', method: 'declined' })
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining('Your card was declined.'),
  ])
  expect(await read(id)).toMatchObject({ status: 'open', payment_intent: null })
})

test('what was typed is still there after a refusal', async () => {
  const { url } = await order(own.sdk, once)
  const response = await press(url!, { email: 'ada@b.c', name: '"Ada"', method: 'declined' })
  const body = await response.text()
  for (const kept of ['value="ada@b.c"', 'value="&quot;Ada&quot;"']) expect(body).toContain(kept)
})

test.each<[string, Record<string, string>, string]>([
  ['an address', { email: 'nobody' }, 'Enter an email address'],
  ['a way to pay', { email: 'a@b.c', method: 'gold' }, 'Choose how to pay'],
])('the page insists on %s', async (_, form, words) => {
  const { id, url } = await order(own.sdk, once)
  const response = await press(url!, form)
  expect(await response.text()).toContain(words)
  expect(await read(id)).toMatchObject({ status: 'open' })
})

test('the lines carry the price as it is now, its product, and what was said of them', async () => {
  const session = await buy(once, {
    line_items: [{ price: once, quantity: 3, metadata: { credits: '10' } }],
  })
  own.stripe.updatePrice(once, { metadata: { offer: 'yes' } })
  const expand = ['data.price.product']
  const { data } = await own.sdk.checkout.sessions.listLineItems(session.id, { expand })
  expect(data).toMatchObject([
    {
      id: expect.stringMatching(/^li_/),
      quantity: 3,
      amount_total: 3750,
      description: 'Cup',
      metadata: { credits: '10' },
      price: { id: once, metadata: { offer: 'yes' }, product: { name: 'Cup' } },
    },
  ])
})

describe('who paid', () => {
  test('is a guest, unless a customer is to be made', async () => {
    expect((await buy(once)).customer).toBeNull()
    const { customer } = await buy(once, { customer_creation: 'always' })
    expect(customer).toMatchObject({ email: 'ada@b.c' })
    expect((await own.sdk.customers.list()).data).toHaveLength(1)
  })

  test('is the customer of the order, whose address is not to be changed', async () => {
    const customer = own.stripe.createCustomer({ email: 'own@b.c' }).id
    const session = await buy(once, { customer }, { email: 'other@b.c' })
    expect(session).toMatchObject({
      customer: { id: customer, email: 'own@b.c' },
      customer_creation: null,
      customer_details: { email: 'own@b.c' },
    })
  })

  test('is a new customer each time a subscription begins, whatever the address', async () => {
    const more = { mode: 'subscription', customer_email: 'ada@b.c' } as const
    const [one, two] = [await buy(monthly, more), await buy(monthly, more)]
    expect(one.customer).toMatchObject({ email: 'ada@b.c', currency: 'eur' })
    expect(two.customer).not.toMatchObject({ id: (one.customer as Stripe.Customer).id })
  })

  test('is found by the address of the order', async () => {
    const { id } = await buy(once)
    const customer_details = { email: 'ada@b.c' }
    const { data } = await own.sdk.checkout.sessions.list({ customer_details })
    expect(data.map((session) => session.id)).toEqual([id])
  })
})

test('a subscription begins with its first invoice, paid, and its card', async () => {
  const more = { mode: 'subscription', subscription_data: { metadata: { a: 'b' } } } as const
  const session = await buy(monthly, more)
  expect(session).toMatchObject({
    payment_status: 'paid',
    payment_intent: null,
    subscription: {
      status: 'active',
      metadata: { a: 'b' },
      default_payment_method: expect.stringMatching(/^pm_/),
      items: { data: [{ price: { id: monthly }, current_period_start: now }] },
    },
    invoice: {
      status: 'paid',
      billing_reason: 'subscription_create',
      amount_paid: 2900,
      parent: { type: 'subscription_details' },
      lines: {
        data: [
          {
            amount: 2900,
            period: { start: now },
            parent: {
              type: 'subscription_item_details',
              subscription_item_details: { proration: false },
            },
            pricing: { price_details: { price: monthly } },
          },
        ],
      },
    },
  })
  expect((session.invoice as Stripe.Invoice).id).toBe(
    (session.subscription as Stripe.Subscription).latest_invoice,
  )
  expect(typesSince(own.stripe, 4)).toEqual([
    'customer.created',
    'customer.subscription.created',
    'invoice.created',
    'invoice.finalized',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'invoice_payment.paid',
    'invoice.paid',
    'invoice.payment_succeeded',
    'customer.subscription.updated',
    'checkout.session.completed',
  ])
})

test('what is paid once beside a subscription is on its first invoice only', async () => {
  const line_items = [
    { price: monthly, quantity: 2 },
    { price: once, quantity: 1 },
  ]
  const session = await buy(monthly, { mode: 'subscription', line_items })
  const { lines } = session.invoice as Stripe.Invoice
  expect(lines.data.map(({ amount, parent }) => [amount, parent?.type])).toEqual([
    [1250, 'invoice_item_details'],
    [5800, 'subscription_item_details'],
  ])
})

test('a trial costs nothing yet, and says when it ends', async () => {
  const subscription_data = { trial_period_days: 14 }
  const session = await buy(monthly, { mode: 'subscription', subscription_data })
  expect(session).toMatchObject({
    amount_total: 0,
    payment_status: 'no_payment_required',
    subscription: {
      status: 'trialing',
      trial_end: now + 14 * 86_400,
      items: { data: [{ current_period_end: now + 14 * 86_400 }] },
    },
    invoice: { status: 'paid', total: 0, lines: { data: [{ amount: 0 }] } },
  })
})

test('a trial needs no card where the order says so, and nowhere else', async () => {
  const more = { mode: 'subscription', subscription_data: { trial_period_days: 14 } } as const
  const without = { method: 'none' }
  const free = { ...more, payment_method_collection: 'if_required' } as const
  expect(await buy(monthly, free, without)).toMatchObject({
    subscription: { status: 'trialing', default_payment_method: null },
  })
  const before = own.stripe.events().length
  for (const [price, terms] of [
    [monthly, more],
    [monthly, { ...free, subscription_data: {} }],
    [once, {}],
  ] as const)
    await expect(buy(price, terms, without)).rejects.toThrow('Choose how to pay')
  expect(own.stripe.events()).toHaveLength(before)
})

test('a delayed method completes the order unpaid; days later the money comes or does not', async () => {
  for (const outcome of ['succeeds', 'fails'] as const) {
    const session = await buy(once, {}, { method: 'bank' })
    const intent = session.payment_intent as Stripe.PaymentIntent
    expect([session.status, session.payment_status, intent.status]).toEqual([
      'complete',
      'unpaid',
      'processing',
    ])
    own.stripe.settlePayment(intent.id, outcome)
    const type = `checkout.session.async_payment_${outcome === 'fails' ? 'failed' : 'succeeded'}`
    expect(own.stripe.events()[0]).toMatchObject({ type, data: { object: { id: session.id } } })
    const payment_status = outcome === 'fails' ? 'unpaid' : 'paid'
    expect(await read(session.id)).toMatchObject({ payment_status })
  }
})

test('a subscription by a delayed method runs while its first invoice is open', async () => {
  const session = await buy(monthly, { mode: 'subscription' }, { method: 'bank' })
  expect(session).toMatchObject({
    payment_status: 'unpaid',
    subscription: { status: 'active' },
    invoice: { status: 'open' },
  })
  const { data } = await own.sdk.invoicePayments.list({
    invoice: (session.invoice as Stripe.Invoice).id,
  })
  own.stripe.settlePayment(data[0]!.payment.payment_intent as string, 'succeeds')
  expect(await read(session.id, ['invoice'])).toMatchObject({
    payment_status: 'paid',
    invoice: { status: 'paid' },
  })
})

test('whoever pays what they want chooses within the bounds', async () => {
  const custom_unit_amount = { minimum: 300, maximum: 5000, preset: 1000 }
  const price = offer(own.stripe, 'Thanks', { recurring: null, custom_unit_amount })
  const { id, url } = await order(own.sdk, price)
  const line = (await own.sdk.checkout.sessions.listLineItems(id)).data[0]!.id
  const pay = (amount: string) => press(url!, { email: 'a@b.c', [`amount_${line}`]: amount })
  expect(await (await pay('2.99')).text()).toContain('at least €3.00')
  expect(await (await pay('much')).text()).toContain('at least €3.00')
  await pay('7.77')
  expect(await read(id, ['line_items'])).toMatchObject({
    amount_total: 777,
    line_items: { data: [{ amount_total: 777, price: { unit_amount: null } }] },
  })
})

test('a quantity is the payer’s to change only where the order says so', async () => {
  const adjustable_quantity = { enabled: true, minimum: 1, maximum: 5 }
  const line_items = [{ price: once, quantity: 1, adjustable_quantity }]
  const { id, url } = await order(own.sdk, once, { line_items })
  const line = (await own.sdk.checkout.sessions.listLineItems(id)).data[0]!.id
  expect((await press(url!, { email: 'a@b.c', [`quantity_${line}`]: '6' })).status).toBe(400)
  await press(url!, { email: 'a@b.c', [`quantity_${line}`]: '5' })
  expect(await read(id)).toMatchObject({ amount_total: 6250 })
})

test('an order in another currency of the price costs what the price says for it', async () => {
  const currency_options = { usd: { unit_amount: 1400 } }
  const price = offer(own.stripe, 'Cup', { recurring: null, currency_options })
  expect(await buy(price, { currency: 'usd' })).toMatchObject({
    currency: 'usd',
    amount_total: 1400,
    payment_intent: { amount: 1400, currency: 'usd' },
    line_items: { data: [{ currency: 'usd', amount_total: 1400, price: { currency: 'eur' } }] },
  })
})

test('an order for nothing needs no payment', async () => {
  const free = offer(own.stripe, 'Sample', { recurring: null, unit_amount: 0 })
  expect(await buy(free)).toMatchObject({
    payment_status: 'no_payment_required',
    payment_intent: null,
  })
})

describe('a promotion code', () => {
  beforeEach(() => {
    own.stripe.createPromotionCode({ code: 'HALF', percent_off: 50 })
    own.stripe.createPromotionCode({ code: 'FREE', percent_off: 100 })
  })
  const more = { allow_promotion_codes: true }

  test('takes its share off what is paid once', async () => {
    expect(await buy(once, more, { code: 'half' })).toMatchObject({
      amount_subtotal: 1250,
      amount_total: 625,
      total_details: { amount_discount: 625 },
      discounts: [{ promotion_code: expect.stringMatching(/^promo_/) }],
      payment_intent: { amount: 625 },
      line_items: { data: [{ amount_discount: 625, amount_total: 625 }] },
    })
  })

  test('that takes everything off leaves nothing to pay', async () => {
    expect(await buy(once, more, { code: 'FREE' })).toMatchObject({
      payment_status: 'no_payment_required',
      payment_intent: null,
    })
    expect(await buy(monthly, { ...more, mode: 'subscription' }, { code: 'FREE' })).toMatchObject({
      payment_status: 'no_payment_required',
      subscription: { status: 'active' },
      invoice: { status: 'paid', subtotal: 2900, total: 0, amount_paid: 0 },
    })
    const created = own.stripe.events().find(({ type }) => type === 'customer.subscription.created')
    expect(created?.data.object).toMatchObject({ status: 'active' })
  })

  test.each([
    ['NONE', true],
    ['HALF', false],
  ])('%s is refused where codes are allowed: %s', async (code, allow_promotion_codes) => {
    const { id, url } = await order(own.sdk, once, { allow_promotion_codes })
    const response = await press(url!, { email: 'a@b.c', code })
    expect(await response.text()).toContain('This code is invalid.')
    expect(await read(id)).toMatchObject({ status: 'open', amount_total: 1250 })
  })
})

test('an order that makes an invoice has one without a subscription, which rings as well', async () => {
  const session = await buy(once, { invoice_creation: { enabled: true } })
  expect(session.invoice).toMatchObject({ status: 'paid', parent: null, billing_reason: 'manual' })
  expect(own.stripe.events().map(({ type }) => type)).toContain('invoice.paid')
})

describe('an order that is over', () => {
  test('expires by itself after its time, once, with an event', async () => {
    const { id, url } = await order(own.sdk, once, { expires_at: now + 1800 })
    own.pass(1799)
    expect(await read(id)).toMatchObject({ status: 'open' })
    own.pass(1)
    expect(await read(id)).toMatchObject({ status: 'expired', url: null })
    expect((await press(url!, { email: 'a@b.c' })).status).toBe(410)
    const expired = own.stripe.events().filter(({ type }) => type === 'checkout.session.expired')
    expect(expired).toHaveLength(1)
  })

  test('is expired by the owner only while it is open', async () => {
    const { id } = await order(own.sdk, once)
    expect(await own.sdk.checkout.sessions.expire(id)).toMatchObject({ status: 'expired' })
    const error = await refusal(own.sdk.checkout.sessions.expire(id))
    expect(error.message).toContain('This Checkout Session has a status of `expired`.')
  })
})

test('orders are listed by what they are', async () => {
  const paid = await buy(monthly, { mode: 'subscription' })
  const open = await order(own.sdk, once)
  const list = async (params: Stripe.Checkout.SessionListParams) =>
    (await own.sdk.checkout.sessions.list(params)).data.map(({ id }) => id)
  const { id: subscription } = paid.subscription as Stripe.Subscription
  expect(await list({})).toEqual([open.id, paid.id])
  expect(await list({ status: 'open' })).toEqual([open.id])
  expect(await list({ subscription })).toEqual([paid.id])
  expect(await list({ customer: (paid.customer as Stripe.Customer).id })).toEqual([paid.id])
})
