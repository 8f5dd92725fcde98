import { expect, test } from 'vitest'
import { refusal, useStandIn } from './stand-in.ts'

const own = useStandIn()

test.each([
  [{ status: 401 }, 'StripeAuthenticationError', 401],
  [{ status: 403 }, 'StripePermissionError', 403],
  [{ status: 404 }, 'StripeInvalidRequestError', 404],
  [{ status: 429 }, 'StripeRateLimitError', 429],
  [{ status: 500 }, 'StripeAPIError', 500],
  [{ status: 503 }, 'StripeAPIError', 503],
  [{ permission: 'rak_customer_read' }, 'StripePermissionError', 403],
  [{ cut: true }, 'StripeConnectionError', undefined],
  [{ rubbish: true }, 'StripeAPIError', undefined],
])('the SDK calls a fault of %j a %s', async (fault, type, statusCode) => {
  own.stripe.control({ faults: [fault] })
  const error = await refusal(own.sdk.customers.list())
  expect({ type: error.type, statusCode: error.statusCode }).toEqual({ type, statusCode })
})

test('a 429 says whether to repeat it, and when', async () => {
  own.stripe.control({ faults: [{ status: 429, retryAfter: 7, shouldRetry: true }] })
  const { code, headers } = await refusal(own.sdk.customers.list())
  expect(code).toBe('rate_limit')
  expect(headers).toMatchObject({ 'retry-after': '7', 'stripe-should-retry': 'true' })
})

test('the rate limit counts each endpoint by itself, and all together', async () => {
  own.stripe.control({ rateLimit: { perSecondPerEndpoint: 2, perSecond: 4 } })
  await own.sdk.customers.list()
  await own.sdk.customers.list()
  expect(await refusal(own.sdk.customers.list())).toMatchObject({
    statusCode: 429,
    code: 'rate_limit',
  })
  await own.sdk.products.list()
  await own.sdk.prices.list()
  expect((await refusal(own.sdk.events.list())).statusCode).toBe(429)
})

test('a permission that is missing is named, and expanding needs one, too', async () => {
  const permission = 'rak_subscription_read'
  own.stripe.control({ revokedPermissions: [permission] })
  await own.sdk.customers.list()
  for (const call of [
    own.sdk.customers.list({ expand: ['data.subscriptions'] }),
    own.sdk.subscriptions.list(),
  ]) {
    const { statusCode, message } = await refusal(call)
    expect(statusCode).toBe(403)
    expect(message).toContain(
      `Having the '${permission}' permission would allow this request to continue.`,
    )
  }
})

test('every call is on record, with its parameters decoded', async () => {
  await own.sdk.customers.create({ email: 'a@b.c', metadata: { plan: 'a&b=c[0]' } })
  const { lastResponse } = await own.sdk.customers.list({ email: 'a@b.c' })
  expect(own.stripe.calls).toMatchObject([
    { path: '/v1/customers', params: { email: 'a@b.c', metadata: { plan: 'a&b=c[0]' } } },
    { method: 'GET', query: 'email=a%40b.c', status: 200, requestId: lastResponse.requestId },
  ])
})

test('an unknown route is 501 and named', async () => {
  const error = await refusal(own.sdk.payouts.list())
  expect(error.statusCode).toBe(501)
  expect(error.message).toContain('GET /v1/payouts')
})
