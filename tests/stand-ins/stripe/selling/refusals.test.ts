import type Stripe from 'stripe'
import { beforeEach, describe, expect, test } from 'vitest'
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
const line = (price: string) => ({ price, quantity: 1 })
const rates = (count: number, rate: object = {}) =>
  Array.from({ length: count }, (_, at) => {
    const fields = { display_name: `Rate ${at}`, amount: 490, currency: 'eur', ...rate }
    return { shipping_rate: own.stripe.createShippingRate(fields).id }
  })
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
  [
    'a country that Checkout ships to nowhere',
    () => ({ shipping_address_collection: { allowed_countries: ['DE', 'KP'] } }) as Order,
    { param: 'shipping_address_collection[allowed_countries][1]' },
  ],
  [
    'no country',
    () => ({ shipping_address_collection: { allowed_countries: '' as never } }),
    { code: 'parameter_missing' },
  ],
  [
    'rates of a subscription',
    () => ({ mode: 'subscription', line_items: lines(monthly), shipping_options: rates(1) }),
    { param: 'shipping_options', message: /only be used in `payment` mode/ },
  ],
  ['six rates', () => ({ shipping_options: rates(6) }), { param: 'shipping_options' }],
  [
    'a rate of another currency',
    () => ({ shipping_options: rates(1, { currency: 'usd' }) }),
    { param: 'shipping_options[0][shipping_rate]' },
  ],
  [
    'a rate that is off',
    () => ({ shipping_options: rates(1, { active: false }) }),
    { message: /is inactive/ },
  ],
  [
    'an unknown rate',
    () => ({ shipping_options: [{ shipping_rate: 'shr_none' }] }),
    { code: 'resource_missing', param: 'shipping_options[0][shipping_rate]' },
  ],
  [
    'terms that nobody can read',
    () => {
      own.stripe.control({ hasTerms: false })
      return { consent_collection: { terms_of_service: 'required' } }
    },
    { param: 'consent_collection[terms_of_service]' },
  ],
  [
    'a parcel’s address that is to be saved, and not asked for',
    () => ({ customer: customerOf(), customer_update: { shipping: 'auto' } }),
    { param: 'customer_update[shipping]' },
  ],
  [
    'tax of a known customer’s parcel whose address is not saved',
    () => ({
      customer: customerOf(),
      automatic_tax: { enabled: true },
      customer_update: { address: 'auto' },
      shipping_address_collection: { allowed_countries: ['DE'] },
    }),
    { code: 'customer_tax_location_invalid' },
  ],
  [
    'a description beyond what Stripe takes',
    () => ({ payment_intent_data: { description: 'a'.repeat(1001) } }),
    { param: 'payment_intent_data[description]' },
  ],
  [
    '21 prices that recur',
    () => ({ mode: 'subscription', line_items: Array.from({ length: 21 }, () => line(monthly)) }),
    { param: 'line_items' },
  ],
  [
    '21 paid once beside one that recurs',
    () => ({
      mode: 'subscription',
      line_items: [line(monthly), ...Array.from({ length: 21 }, () => line(once))],
    }),
    { param: 'line_items' },
  ],
  [
    '101 paid once',
    () => ({ line_items: Array.from({ length: 101 }, () => line(once)) }),
    { param: 'line_items' },
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

describe('an answer that is kept', () => {
  const create = (idempotencyKey: string) =>
    own.sdk.checkout.sessions.create(
      {
        mode: 'payment',
        line_items: [{ price: once, quantity: 1 }],
        success_url: 'https://a.test/',
      },
      { idempotencyKey },
    )
  // With `fetch`, the SDK's answers have its `Headers`, whatever the types say; its errors have an object.
  const isReplayed = ({ headers = {} }: { headers?: Record<string, string> }) =>
    new Headers(headers).get('idempotent-replayed') === 'true'

  test('says that it is repeated, and what was true then', async () => {
    const [first, again] = [await create('one'), await create('one')]
    expect([first, again].map(({ lastResponse }) => isReplayed(lastResponse))).toEqual([
      false,
      true,
    ])
    own.stripe.payCheckout(first.id, { email: 'ada@b.c' })
    expect(await create('one')).toMatchObject({ id: first.id, status: 'open', url: first.url })
  })

  test('is also a refusal, whatever has become true meanwhile', async () => {
    own.stripe.updatePrice(once, { active: false })
    const first = await refusal(create('one'))
    own.stripe.updatePrice(once, { active: true })
    const again = await refusal(create('one'))
    expect([first.message, isReplayed(first)]).toEqual([again.message, false])
    expect(isReplayed(again)).toBe(true)
    expect((await create('two')).status).toBe('open')
  })

  test('is a failure that began, and neither one that did not nor a pause', async () => {
    const path = '/v1/checkout/sessions'
    for (const fault of [{ status: 500 }, { status: 429 }, { status: 409 }]) {
      own.stripe.control({ faults: [{ ...fault, path, times: 1 }] })
      const key = `began not ${fault.status}`
      expect((await refusal(create(key))).statusCode).toBe(fault.status)
      expect((await create(key)).status).toBe('open')
    }
    own.stripe.control({ faults: [{ status: 500, path, times: 1, isKept: true }] })
    for (const _ of [1, 2]) expect((await refusal(create('began'))).statusCode).toBe(500)
  })

  test('is nothing that was never begun', async () => {
    own.stripe.control({ revokedPermissions: ['rak_checkout_session_write'] })
    expect((await refusal(create('one'))).statusCode).toBe(403)
    own.stripe.control({ revokedPermissions: [] })
    expect((await create('one')).status).toBe('open')
  })
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
