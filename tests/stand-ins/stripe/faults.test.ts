import type Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startStripeStandIn, type ControlPatch, type StripeStandIn } from '#local/stripe/index.ts'
import { connect, refusal } from './client.ts'

let standIn: StripeStandIn
let stripe: Stripe

beforeAll(async () => {
  standIn = await startStripeStandIn()
  stripe = connect(standIn)
})
beforeEach(() => standIn.reset())
afterAll(() => standIn.close())

test.each([
  [401, 'StripeAuthenticationError'],
  [403, 'StripePermissionError'],
  [404, 'StripeInvalidRequestError'],
  [429, 'StripeRateLimitError'],
  [500, 'StripeAPIError'],
  [503, 'StripeAPIError'],
])('a fault of %i is what the SDK calls %s', async (status, type) => {
  standIn.control({ faults: [{ status, retryAfter: 7 }] })
  const error = await refusal(stripe.customers.list())
  expect(error).toMatchObject({ statusCode: status, type })
  expect(error.headers?.['retry-after']).toBe('7')
})

test('a fault strikes as often, and where, it says', async () => {
  standIn.control({
    faults: [
      { path: '/v1/products', status: 500, times: 2 },
      { method: 'POST', path: '^/v1/customers$', status: 429 },
    ],
  })
  await refusal(stripe.products.list())
  await refusal(stripe.products.retrieve('prod_1'))
  await stripe.products.list()
  await stripe.customers.list()
  await refusal(stripe.customers.create({}))
  standIn.resetControl()
  await stripe.customers.create({})
})

test('a missing permission is named, and only expanding needs it', async () => {
  standIn.control({ revokedPermissions: ['rak_subscription_read'] })
  await stripe.customers.list()
  for (const call of [
    stripe.customers.list({ expand: ['data.subscriptions'] }),
    stripe.subscriptions.list(),
  ]) {
    const error = await refusal(call)
    expect(error).toMatchObject({ statusCode: 403, type: 'StripePermissionError' })
    expect(error.message).toContain(
      "Having the 'rak_subscription_read' permission would allow this request to continue.",
    )
  }
})

test('a fault can wait for an expansion', async () => {
  const permission = 'rak_subscription_read'
  standIn.control({ faults: [{ onlyWhenExpanding: 'subscriptions', permission }] })
  await stripe.customers.list()
  expect(await refusal(stripe.customers.list({ expand: ['data.subscriptions'] }))).toMatchObject({
    statusCode: 403,
  })
})

test('a late answer tells what was true when it was asked for', async () => {
  const { id } = standIn.createCustomer({ email: 'old@b.c' })
  const { promise, resolve } = Promise.withResolvers<void>()
  standIn.control({ faults: [{ path: `/v1/customers/${id}`, until: promise, times: 1 }] })
  const late = stripe.customers.retrieve(id)
  await vi.waitUntil(() => standIn.calls.length === 1, { interval: 1 })
  standIn.updateCustomer(id, { email: 'new@b.c' })
  expect(await stripe.customers.retrieve(id)).toMatchObject({ email: 'new@b.c' })
  resolve()
  expect(await late).toMatchObject({ email: 'old@b.c' })
})

describe('no answer at all', () => {
  test.each<[string, ControlPatch]>([
    ['silence', { faults: [{ hang: true }] }],
    ['slowness', { faults: [{ delayMs: 60_000 }] }],
  ])('%s ends with the time limit of the SDK', async (_, control) => {
    standIn.control(control)
    const error = await refusal(stripe.customers.list({}, { timeout: 50 }))
    expect(error).toMatchObject({ type: 'StripeConnectionError' })
    expect(standIn.calls.at(-1)).toMatchObject({ status: null, endedAt: null })
  })

  test('a cut connection and a rubbish body are no data', async () => {
    standIn.createCustomer()
    standIn.control({ faults: [{ cut: true, times: 1 }] })
    expect(await refusal(stripe.customers.list())).toMatchObject({ type: 'StripeConnectionError' })
    standIn.control({ faults: [{ rubbish: true, times: 1 }] })
    expect(await refusal(stripe.customers.list())).toMatchObject({ type: 'StripeAPIError' })
  })
})

test('the rate limit counts each endpoint by itself, and all together', async () => {
  standIn.control({ rateLimit: { perSecondPerEndpoint: 2, perSecond: 4 } })
  await stripe.customers.list()
  await stripe.customers.list()
  expect(await refusal(stripe.customers.list())).toMatchObject({
    statusCode: 429,
    code: 'rate_limit',
  })
  await stripe.products.list()
  await stripe.prices.list()
  expect((await refusal(stripe.events.list())).statusCode).toBe(429)
})

test('a 429 says whether to repeat it', async () => {
  standIn.control({ faults: [{ status: 429, shouldRetry: true }] })
  const error = await refusal(stripe.customers.list())
  expect(error.headers?.['stripe-should-retry']).toBe('true')
})

test('every call is on record', async () => {
  await stripe.customers.create({ email: 'a@b.c', metadata: { a: 'b' } })
  const { lastResponse } = await stripe.customers.list({ email: 'a@b.c' })
  expect(standIn.calls).toMatchObject([
    { method: 'POST', path: '/v1/customers', params: { email: 'a@b.c', metadata: { a: 'b' } } },
    { method: 'GET', query: 'email=a%40b.c', status: 200, requestId: lastResponse.requestId },
  ])
  standIn.resetCalls()
  expect(standIn.calls).toEqual([])
})

test('an unknown route is 501 and named', async () => {
  const error = await refusal(stripe.invoices.list())
  expect(error).toMatchObject({ statusCode: 501 })
  expect(error.message).toContain('GET /v1/invoices')
})

describe('the switches over HTTP', () => {
  const post = (path: string, body?: object) =>
    fetch(standIn.url + path, { method: 'POST', body: body ? JSON.stringify(body) : null })

  test('a patch counts until the reset', async () => {
    await post('/_control', { faults: [{ status: 500 }], deliveries: { hold: true } })
    expect(await (await fetch(`${standIn.url}/_control`)).json()).toMatchObject({
      faults: [{ status: 500 }],
      deliveries: { hold: true, drop: false },
    })
    await refusal(stripe.customers.list())
    await post('/_control/reset')
    await stripe.customers.list()
  })

  test.each([{ fauts: [] }, { deliveries: { dorp: 1 } }])(
    '%o names the unknown field',
    async (patch) => {
      const response = await post('/_control', patch)
      expect(response.status).toBe(400)
      expect(await response.text()).toMatch(/fauts|dorp/)
    },
  )
})
