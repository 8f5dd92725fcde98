import type Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startStripeStandIn, type StripeStandIn } from '#local/stripe/index.ts'
import { connect, NOW_MS, refusal } from './client.ts'

type Params = Stripe.BillingPortal.SessionCreateParams

let standIn: StripeStandIn
let stripe: Stripe
let customer: string
let subscription: string

beforeAll(async () => {
  standIn = await startStripeStandIn({ now: () => NOW_MS })
  stripe = connect(standIn)
})
beforeEach(() => {
  standIn.reset()
  customer = standIn.createCustomer({ email: 'a@b.c' }).id
  subscription = subscriptionOf(customer)
})
afterAll(() => standIn.close())

function subscriptionOf(owner: string): string {
  const product = standIn.createProduct({ name: 'Tea' }).id
  const price = standIn.createPrice({ product }).id
  return standIn.createSubscription({ customer: owner, items: [{ price }] }).id
}

const create = (params: Params) => stripe.billingPortal.sessions.create({ customer, ...params })

test('a session says back what it was asked for', async () => {
  const session = await create({
    return_url: 'https://example.com/billing',
    locale: 'pt-BR',
    after_expiration: { type: 'customer_login' },
    flow_data: { type: 'subscription_cancel', subscription_cancel: { subscription } },
  })
  expect(session).toMatchObject({
    customer,
    return_url: 'https://example.com/billing',
    locale: 'pt-BR',
    after_expiration: { type: 'customer_login', customer_login: { expires_at: null } },
    flow: { type: 'subscription_cancel', subscription_cancel: { subscription } },
  })
  expect(session.url).toMatch(new RegExp(`^${standIn.url}/portal/${session.id}_[\\w-]{32}$`))
  expect(standIn.sessions()).toMatchObject([{ id: session.id }])
})

test('the public address is where the page is found', async () => {
  standIn.setPublicUrl('http://127.0.0.1:8888/_local/stripe/')
  const { url } = await create({})
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8888\/_local\/stripe\/portal\/bps_/)
  standIn.setPublicUrl(standIn.url)
})

describe('refused', () => {
  test.each<[string, () => Params, object]>([
    [
      'an unknown customer',
      () => ({ customer: 'cus_none' }),
      { param: 'customer', code: 'resource_missing' },
    ],
    ['no customer', () => ({ customer: '' }), { param: 'customer', code: 'parameter_missing' }],
    ['an unknown configuration', () => ({ configuration: 'bpc_none' }), { param: 'configuration' }],
    [
      'a return address that is no URL',
      () => ({ return_url: '/billing' }),
      { param: 'return_url' },
    ],
    ['a script as return address', () => ({ return_url: 'javascript:1' }), { param: 'return_url' }],
    ['a locale that Stripe lacks', () => ({ locale: 'tlh' }), { param: 'locale' }],
    ['an unknown flow', () => ({ flow_data: { type: 'escape' } }), { param: 'flow_data[type]' }],
    [
      'a flow without its subscription',
      () => ({ flow_data: { type: 'subscription_cancel' } }),
      { code: 'parameter_missing' },
    ],
    [
      "somebody else's subscription",
      () => {
        const stranger = subscriptionOf(standIn.createCustomer().id)
        return {
          flow_data: {
            type: 'subscription_update',
            subscription_update: { subscription: stranger },
          },
        }
      },
      { param: 'flow_data[subscription_update][subscription]' },
    ],
  ])('%s', async (_, params, expected) => {
    expect(await refusal(create(params()))).toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      ...expected,
    })
    expect(standIn.sessions()).toEqual([])
  })

  test('a deleted customer', async () => {
    standIn.deleteCustomer(customer)
    expect(await refusal(create({}))).toMatchObject({ param: 'customer', code: 'resource_missing' })
  })

  test('a cancellation of what is set to be canceled already', async () => {
    await stripe.subscriptions.update(subscription, { cancel_at_period_end: true })
    const flow_data = { type: 'subscription_cancel', subscription_cancel: { subscription } }
    const error = await refusal(create({ flow_data }))
    expect(error.message).toContain('already set to be canceled')
  })

  test.each([
    'payment_method_update',
    'customer_update',
    'subscription_cancel',
    'subscription_pause',
    'subscription_update',
  ])('the flow %s, where the configuration has it off', async (type) => {
    const { id: configuration } = await stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    })
    const flow_data = { type, [type]: { subscription } }
    if (!type.startsWith('subscription')) delete flow_data[type]
    expect(await refusal(create({ configuration, flow_data }))).toMatchObject({
      statusCode: 400,
      param: 'flow_data[type]',
    })
    expect(await create({ flow_data })).toMatchObject({ flow: { type } })
  })

  test('everybody, while nobody has saved the settings', async () => {
    standIn.control({ noPortalConfiguration: true })
    const error = await refusal(create({}))
    expect(error).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError' })
    expect(error.message).toMatch(
      /^No configuration provided and your test mode default configuration has not been created\. /,
    )
    const live = connect(standIn, 'sk_live_local')
    const { id } = await live.customers.create({})
    expect((await refusal(live.billingPortal.sessions.create({ customer: id }))).message).toMatch(
      /your live mode default configuration/,
    )
  })
})

test('a configuration is created, found, changed and used', async () => {
  const { configurations } = stripe.billingPortal
  const { id } = await configurations.create({
    features: { customer_update: { enabled: true, allowed_updates: ['name', 'address'] } },
    default_return_url: 'https://example.com/back',
  })
  expect(await configurations.retrieve(id)).toMatchObject({
    is_default: false,
    features: {
      customer_update: { allowed_updates: ['name', 'address'] },
      subscription_cancel: { enabled: false },
    },
  })
  await configurations.update(id, { features: { subscription_cancel: { enabled: true } } })
  expect(await configurations.retrieve(id)).toMatchObject({
    features: { customer_update: { enabled: true }, subscription_cancel: { enabled: true } },
  })
  expect((await configurations.list({ is_default: true })).data).toMatchObject([
    { features: { customer_update: { allowed_updates: expect.arrayContaining(['email']) } } },
  ])
  expect(await create({ configuration: id })).toMatchObject({
    configuration: id,
    return_url: 'https://example.com/back',
  })
  await configurations.update(id, { active: false })
  expect((await refusal(create({ configuration: id }))).statusCode).toBe(400)
})

test('a repeated request with the same idempotency key makes one session', async () => {
  const options = { idempotencyKey: 'once' }
  const sessions = stripe.billingPortal.sessions
  const [first, second] = [
    await sessions.create({ customer }, options),
    await sessions.create({ customer }, options),
  ]
  expect(second.url).toBe(first.url)
  expect(standIn.sessions()).toHaveLength(1)
  expect(await refusal(sessions.create({ customer, locale: 'de' }, options))).toMatchObject({
    type: 'StripeIdempotencyError',
  })
})
