import type Stripe from 'stripe'
import { beforeEach, expect, test } from 'vitest'
import { connect, now, refusal, useStandIn } from '../stand-in.ts'
import type { Order } from './shop.ts'
import { offer, order } from './shop.ts'

const own = useStandIn()
let once: string
let monthly: string
beforeEach(() => {
  once = offer(own.stripe, 'Cup', { recurring: null, unit_amount: 1250 })
  monthly = offer(own.stripe, 'Pro', {})
})
const customerOf = (email = 'ada@b.c') => own.stripe.createCustomer({ email }).id
const lines = (...prices: string[]) => prices.map((price) => ({ price, quantity: 1 }))
const many = (quantity: number) => ({ line_items: [{ price: once, quantity }] })

const quantity = 'line_items[0][quantity]'
const price = 'line_items[0][price]'

test.each<[string, () => Order, object]>([
  ['no lines', () => ({ line_items: [] }), { code: 'parameter_missing', param: 'line_items' }],
  ['no way back', () => ({ success_url: '' }), { param: 'success_url' }],
  ['an address that is none', () => ({ success_url: 'here' }), { code: 'url_invalid' }],
  ['a quantity of 0', () => many(0), { param: quantity, message: /greater than or equal to 1/ }],
  ['a quantity of -1', () => many(-1), { param: quantity }],
  ['a quantity of 1e9', () => many(1e9), { param: quantity }],
  [
    'no quantity',
    () => ({ line_items: [{ price: once }] }),
    { message: 'Quantity is required. Add `quantity` to `line_items[0]`' },
  ],
  [
    'a quantity of what is metered',
    () => {
      const recurring = { interval: 'month', usage_type: 'metered' } as const
      return { mode: 'subscription', line_items: lines(offer(own.stripe, 'Calls', { recurring })) }
    },
    { param: quantity },
  ],
  ['a sum beyond all bounds', () => many(99_999), { code: 'amount_too_large' }],
  [
    'a sum below half a dollar',
    () => ({
      line_items: lines(offer(own.stripe, 'Dot', { recurring: null, unit_amount: 49 })),
    }),
    { code: 'amount_too_small' },
  ],
  [
    'an unknown price',
    () => ({ line_items: lines('price_none') }),
    { code: 'resource_missing', param: price, message: "No such price: 'price_none'" },
  ],
  [
    'a price of the other mode',
    () => {
      const product = own.stripe.live.createProduct({ name: 'Cup' }).id
      const recurring = null
      return { line_items: lines(own.stripe.live.createPrice({ product, recurring }).id) }
    },
    { code: 'resource_missing', message: /a similar object exists in live mode/ },
  ],
  [
    'a price of another account',
    () => {
      const product = own.stripe.other.createProduct({ name: 'Cup' }).id
      return { line_items: lines(own.stripe.other.createPrice({ product }).id) }
    },
    { code: 'resource_missing', message: /^No such price: '\w+'$/ },
  ],
  [
    'a price that is not active',
    () => {
      own.stripe.updatePrice(once, { active: false })
      return {}
    },
    { param: price, message: /This field only accepts active prices/ },
  ],
  [
    'a product that is not active',
    () => {
      const { product } = own.stripe.updatePrice(once, {})
      own.stripe.updateProduct(product as string, { active: false })
      return {}
    },
    { param: price, message: /because its product is not active/ },
  ],
  [
    'a recurring price paid once',
    () => ({ line_items: lines(monthly) }),
    { message: /^You specified `payment` mode but passed a recurring price/ },
  ],
  [
    'a subscription to nothing that recurs',
    () => ({ mode: 'subscription' }),
    { message: /at least one recurring price in `subscription` mode/ },
  ],
  [
    'two currencies',
    () => ({
      line_items: lines(once, offer(own.stripe, 'Pin', { recurring: null, currency: 'usd' })),
    }),
    { param: 'line_items[1]' },
  ],
  [
    'a currency in which the price has no amount',
    () => ({ currency: 'usd' }),
    { message: /^The price specified only supports `eur`/ },
  ],
  [
    'two intervals',
    () => {
      const yearly = offer(own.stripe, 'Year', { recurring: { interval: 'year' } })
      return { mode: 'subscription', line_items: lines(monthly, yearly) }
    },
    { message: 'Checkout does not support multiple prices with different billing intervals.' },
  ],
  [
    'a chosen amount beside anything else',
    () => ({
      line_items: lines(
        once,
        offer(own.stripe, 'Thanks', { recurring: null, custom_unit_amount: {} }),
      ),
    }),
    { param: 'line_items' },
  ],
  [
    'two of a chosen amount',
    () => {
      const price = offer(own.stripe, 'Thanks', { recurring: null, custom_unit_amount: {} })
      return { line_items: [{ price, quantity: 2 }] }
    },
    { param: quantity },
  ],
  ['a language that nobody speaks there', () => ({ locale: 'tlh' }), { param: 'locale' }],
  [
    'a line with an unknown name',
    () => ({ line_items: [{ price: once, quantity: 1, amount: 5 }] as never }),
    { code: 'parameter_unknown', param: 'line_items[0][amount]' },
  ],
  ['an unknown mode', () => ({ mode: 'gift' }), { param: 'mode' }],
  [
    'a customer and an address',
    () => ({ customer: customerOf(), customer_email: 'a@b.c' }),
    { message: 'You may only specify one of these parameters: customer, customer_email.' },
  ],
  [
    'a customer to be used and to be made',
    () => ({ customer: customerOf(), customer_creation: 'always' }),
    { message: 'You may only specify one of these parameters: customer, customer_creation.' },
  ],
  [
    'a customer to be made by a subscription',
    () => ({ mode: 'subscription', line_items: lines(monthly), customer_creation: 'always' }),
    { message: '`customer_creation` can only be used in `payment` mode.' },
  ],
  [
    'a customer who was deleted',
    () => {
      const customer = customerOf()
      own.stripe.deleteCustomer(customer)
      return { customer }
    },
    { code: 'resource_missing', param: 'customer' },
  ],
  ['an address without a host', () => ({ customer_email: 'ada' }), { code: 'email_invalid' }],
  [
    'updates of nobody',
    () => ({ customer_update: { address: 'auto' } }),
    { param: 'customer_update' },
  ],
  [
    'tax of a customer without an address',
    () => ({ customer: customerOf(), automatic_tax: { enabled: true } }),
    { code: 'customer_tax_location_invalid' },
  ],
  [
    'a second currency of one customer',
    () => {
      const customer = customerOf()
      const dollars = offer(own.stripe, 'Pro', { currency: 'usd' })
      own.stripe.createSubscription({ customer, items: [{ price: dollars }] })
      return { customer, mode: 'subscription', line_items: lines(monthly) }
    },
    { message: /^You cannot combine currencies on a single customer/ },
  ],
  [
    'a trial of something paid once',
    () => ({ subscription_data: { trial_period_days: 7 } }),
    {
      param: 'subscription_data',
      message: /You can not pass `subscription_data` in `payment` mode/,
    },
  ],
  [
    'a trial of no days',
    () => ({
      mode: 'subscription',
      line_items: lines(monthly),
      subscription_data: { trial_period_days: 0 },
    }),
    { param: 'subscription_data[trial_period_days]' },
  ],
  [
    'an invoice asked of a subscription',
    () => ({
      mode: 'subscription',
      line_items: lines(monthly),
      invoice_creation: { enabled: true },
    }),
    { message: /^You can only enable invoice creation when `mode` is set to `payment`/ },
  ],
  ['an end too soon', () => ({ expires_at: now + 60 }), { message: /at least 30 minutes/ }],
  ['an end too late', () => ({ expires_at: now + 90_000 }), { message: /less than 24 hours/ }],
  [
    'a reference that is too long',
    () => ({ client_reference_id: 'a'.repeat(201) }),
    { param: 'client_reference_id' },
  ],
  [
    'a parameter that version 23 of the SDK removed',
    () => ({ payment_method_types: ['card'] }) as Order,
    { code: 'parameter_unknown', param: 'payment_method_types' },
  ],
])('an order is refused for %s, and nothing is written', async (_, change, expected) => {
  const more = change()
  const before = own.stripe.events().length
  const error = await refusal(order(own.sdk, once, more))
  expect(error.statusCode).toBe(400)
  const { message, ...rest } = expected as { message?: string | RegExp }
  expect(error).toMatchObject(rest)
  if (message !== undefined) expect(error.message).toMatch(message)
  expect(own.stripe.checkoutSessions()).toEqual([])
  expect(own.stripe.events()).toHaveLength(before)
})

test('the same key with the same order is the same session, with another order it is refused', async () => {
  const create = (quantity: number) =>
    own.sdk.checkout.sessions.create(
      { mode: 'payment', line_items: [{ price: once, quantity }], success_url: 'https://a.test/' },
      { idempotencyKey: 'once' },
    )
  expect((await create(1)).id).toBe((await create(1)).id)
  const error = await refusal(create(2))
  expect([error.statusCode, error.type]).toEqual([400, 'StripeIdempotencyError'])
  expect(error.message).toContain("Try using a key other than 'once'")
  expect(own.stripe.checkoutSessions()).toHaveLength(1)
})

test('an unknown session is 404, also where its lines are asked for', async () => {
  const { sessions } = own.sdk.checkout
  for (const call of [
    sessions.retrieve('cs_test_none'),
    sessions.listLineItems('cs_test_none'),
    sessions.expire('cs_test_none'),
  ])
    expect(await refusal(call)).toMatchObject({ statusCode: 404, code: 'resource_missing' })
})

test('a session of test mode is none in live mode, nor at another account', async () => {
  const { id } = await order(own.sdk, once)
  for (const key of ['sk_live_local', 'sk_test_other']) {
    const call = connect(own.stripe, key).checkout.sessions.retrieve(id)
    expect((await refusal(call)).statusCode).toBe(404)
  }
})

test.each<[string, string, (sdk: Stripe, id: string) => Promise<unknown>]>([
  ['rak_checkout_session_write', 'create', (sdk) => order(sdk, once)],
  ['rak_checkout_session_read', 'retrieve', (sdk, id) => sdk.checkout.sessions.retrieve(id)],
  ['rak_checkout_session_read', 'read lines', (sdk, id) => sdk.checkout.sessions.listLineItems(id)],
  ['rak_checkout_session_write', 'expire', (sdk, id) => sdk.checkout.sessions.expire(id)],
])('without %s a key cannot %s', async (permission, _, call) => {
  const { id } = await order(own.sdk, once)
  const restricted = connect(own.stripe, 'rk_test_local')
  own.stripe.control({ keyPermissions: { rk_test_local: [] } })
  expect((await refusal(call(restricted, id))).message).toContain(permission)
  own.stripe.control({ keyPermissions: { rk_test_local: [permission] } })
  await expect(call(restricted, id)).resolves.toBeDefined()
})

test.each([
  ['rak_customer_read', 'customer'],
  ['rak_invoice_read', 'invoice'],
  ['rak_credit_note_read', 'invoice.payments'],
  ['rak_subscription_read', 'subscription'],
  ['rak_payment_intent_read', 'payment_intent'],
  ['rak_charge_read', 'payment_intent.latest_charge'],
  ['rak_product_read', 'line_items.data.price.product'],
  ['rak_payment_links_read', 'payment_link'],
])('without %s, %s is not expanded', async (permission, path) => {
  const { id } = await order(own.sdk, once)
  const read = () =>
    connect(own.stripe, 'rk_test_local').checkout.sessions.retrieve(id, { expand: [path] })
  own.stripe.control({ revokedPermissions: [permission] })
  expect((await refusal(read())).message).toContain(`'${permission}'`)
  own.stripe.control({ revokedPermissions: [] })
  await expect(read()).resolves.toBeDefined()
})
