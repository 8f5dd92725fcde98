import type Stripe from 'stripe'
import { beforeEach, describe, expect, test } from 'vitest'
import { connect, refusal, sellTea, useStandIn } from './stand-in.ts'

type Params = Stripe.BillingPortal.SessionCreateParams

const own = useStandIn()
let customer: string
let subscription: string
beforeEach(() => {
  customer = own.stripe.createCustomer({ email: 'a@b.c' }).id
  subscription = sellTea(own.stripe)(customer).id
})

const create = (params: Params = {}) =>
  own.sdk.billingPortal.sessions.create({ customer, ...params })
const flow = (type: string, id = subscription) => ({
  flow_data: { type, ...(type.startsWith('subscription') && { [type]: { subscription: id } }) },
})

test('a session repeats what it was asked for', async () => {
  const asked = {
    return_url: 'https://example.com/billing',
    locale: 'pt-BR',
    after_expiration: { type: 'customer_login' },
  } as const
  const session = await create({ ...asked, ...flow('subscription_cancel') })
  expect(session).toMatchObject({
    ...asked,
    customer,
    after_expiration: { type: 'customer_login', customer_login: { expires_at: null } },
    flow: { type: 'subscription_cancel', subscription_cancel: { subscription } },
  })
  const { id, url } = session
  expect(url).toMatch(new RegExp(`^${own.stripe.url}/portal/${id}_\\w{32}$`))
  expect(own.stripe.sessions()).toMatchObject([{ id }])
})

test('its link has the public address', async () => {
  own.stripe.setPublicUrl('http://127.0.0.1:8888/_local/stripe/')
  const { url } = await create()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8888\/_local\/stripe\/portal\/bps_/)
  own.stripe.setPublicUrl(own.stripe.url)
})

describe('a session is refused for', () => {
  const missing = { param: 'customer', code: 'resource_missing' }
  const cases: [string, () => Params, object][] = [
    ['an unknown customer', () => ({ customer: 'cus_none' }), missing],
    ['no customer', () => ({ customer: '' }), { param: 'customer', code: 'parameter_missing' }],
    [
      'a deleted customer',
      () => {
        own.stripe.deleteCustomer(customer)
        return {}
      },
      missing,
    ],
    ['an unknown configuration', () => ({ configuration: 'bpc_none' }), { param: 'configuration' }],
    [
      'a configuration that is not active',
      () => {
        const { id } = own.stripe.createConfiguration({ active: false })
        return { configuration: id }
      },
      { param: 'configuration' },
    ],
    ['a relative return address', () => ({ return_url: '/billing' }), { param: 'return_url' }],
    ['a script as return address', () => ({ return_url: 'javascript:1' }), { param: 'return_url' }],
    ['a locale that Stripe lacks', () => ({ locale: 'tlh' }), { param: 'locale' }],
    ['an unknown flow', () => flow('escape'), { param: 'flow_data[type]' }],
    [
      'a flow without its subscription',
      () => flow('subscription_cancel', ''),
      { code: 'parameter_missing' },
    ],
    [
      "another customer's subscription",
      () => flow('subscription_update', sellTea(own.stripe)(own.stripe.createCustomer().id).id),
      { param: 'flow_data[subscription_update][subscription]' },
    ],
    [
      'a cancellation of what is already set to be canceled',
      () => {
        const ending = sellTea(own.stripe)(customer, { cancel_at_period_end: true })
        return flow('subscription_cancel', ending.id)
      },
      { param: 'flow_data[subscription_cancel][subscription]' },
    ],
  ]
  test.each(cases)('%s', async (_, params, expected) => {
    expect(await refusal(create(params()))).toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      ...expected,
    })
    expect(own.stripe.sessions()).toEqual([])
  })

  test.each([
    'payment_method_update',
    'customer_update',
    'subscription_cancel',
    'subscription_pause',
    'subscription_update',
  ])('the flow %s, if the configuration has it off', async (type) => {
    const { id: configuration } = own.stripe.createConfiguration({})
    const error = await refusal(create({ configuration, ...flow(type) }))
    expect(error).toMatchObject({ statusCode: 400, param: 'flow_data[type]' })
    expect(await create(flow(type))).toMatchObject({ flow: { type } })
  })

  test('everyone, until the settings have been saved in its mode', async () => {
    own.stripe.control({ noPortalConfiguration: true })
    const unsaved = (mode: string) =>
      `No configuration provided and your ${mode} mode default configuration has not been created. `
    expect((await refusal(create())).message).toContain(unsaved('test'))
    const live = connect(own.stripe, 'sk_live_local').billingPortal.sessions
    const { id } = own.stripe.live.createCustomer()
    expect((await refusal(live.create({ customer: id }))).message).toContain(unsaved('live'))
  })
})

test("a session takes its configuration's return address if it names none", async () => {
  const default_return_url = 'https://example.com/back'
  const { id: configuration } = own.stripe.createConfiguration({ default_return_url })
  const session = await create({ configuration })
  expect(session).toMatchObject({ configuration, return_url: default_return_url })
})

test('a repeated request with the same idempotency key makes one session', async () => {
  const options = { idempotencyKey: 'once' }
  const { sessions } = own.sdk.billingPortal
  const { url } = await sessions.create({ customer }, options)
  expect((await sessions.create({ customer }, options)).url).toBe(url)
  expect(own.stripe.sessions()).toHaveLength(1)
  const error = await refusal(sessions.create({ customer, locale: 'de' }, options))
  expect(error.type).toBe('StripeIdempotencyError')
})
