import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, frontendUrl, problemOf } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { alterEnvironment, callsOf, subscribe } from '../shop.ts'

const email = 'ada@example.com'
const log = listenToLog()

let world: World
let customer: string
beforeEach(async () => {
  world = await emptyWorld()
  customer = await world.knownCustomer(email)
  world.stripe.resetCalls()
})

async function post(body: unknown): Promise<Response> {
  return world.post('/api/portal-links', { token: await world.signIn(email), body })
}

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect([response.status, (await problemOf(response)).code]).toEqual([status, code])
  if (status >= 500) expect(log.takeFaults()).toMatchObject([{ code }])
}

/** The newest session at Stripe, after links were asked for with this body. */
async function sessionFor(body: unknown) {
  const response = await post(body)
  expect(response.status).toBe(200)
  return world.stripe.sessions()[0]!
}

describe('a session', () => {
  test('leads back to the page, in the language of the browser, and recovers by itself', async () => {
    expect(await sessionFor({})).toMatchObject({
      customer,
      return_url: frontendUrl,
      locale: 'auto',
      flow: null,
      after_expiration: { type: 'customer_login' },
    })
  })

  test('recovers by itself when it is asked for alone, too', async () => {
    const { after_expiration } = await sessionFor({ customer })
    expect(after_expiration).toMatchObject({ type: 'customer_login' })
  })

  test.each([
    ['de', 'de'],
    ['pt-BR', 'pt-BR'],
    ['auto', 'auto'],
    ['tlh', 'auto'],
    ['de-AT', 'auto'],
    ['', 'auto'],
  ])('asked for in %j speaks %s', async (asked, spoken) => {
    expect((await sessionFor({ locale: asked })).locale).toBe(spoken)
    expect((await sessionFor({ customer, locale: asked })).locale).toBe(spoken)
  })
})

describe('returnUrl', () => {
  beforeEach(() => alterEnvironment({ ALLOWED_ORIGINS: 'https://shop.example.com' }))

  test.each(['http://127.0.0.1:8888/account?tab=2', 'https://shop.example.com/account'])(
    'may lead to %s',
    async (returnUrl) => {
      expect((await sessionFor({ returnUrl })).return_url).toBe(returnUrl)
      expect((await sessionFor({ customer, returnUrl })).return_url).toBe(returnUrl)
    },
  )

  test.each([
    'https://evil.example/',
    'https://shop.example.com.evil.example/',
    'https://shop.example.com@evil.example/',
    'https://shop.example.com:8443/',
    'http://shop.example.com/',
    '//shop.example.com/',
    '/account',
    'javascript:alert(1)',
    'blob:https://shop.example.com/1',
    ' https://shop.example.com/',
    'null',
    '',
  ])('may not lead to %j', async (returnUrl) => {
    await expectProblem(await post({ returnUrl }), 400, 'body_invalid')
    expect(callsOf(world)).toEqual([])
  })
})

describe('a body that is not of the documented form', () => {
  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['a word', '"all"'],
    ['a customer that is no text', { customer: 1 }],
    ['a customer that is null', { customer: null }],
    ['a locale that is no text', { locale: ['de'] }],
    ['a return address that is no text', { returnUrl: {} }],
    ['an unknown flow', { customer: 'cus_1', flow: 'subscription_update_confirm' }],
    ["a flow out of JavaScript's own", { customer: 'cus_1', flow: 'constructor' }],
    ['a flow without a customer', { flow: 'payment_method_update' }],
    ['a flow without its subscription', { customer: 'cus_1', flow: 'subscription_cancel' }],
    [
      'a subscription of another kind',
      { customer: 'cus_1', flow: 'subscription_cancel', subscription: 'in_1' },
    ],
  ])('is refused: %s', async (_, body) => {
    await expectProblem(await post(body), 400, 'body_invalid')
    expect(callsOf(world)).toEqual([])
  })

  test.each([
    ['none at all', undefined],
    ['white space', ' \n'],
    ['an empty object', {}],
    ['fields of a later version', { later: true }],
  ])('is not: %s', async (_, body) => {
    expect((await post(body)).status).toBe(200)
  })
})

describe('a flow', () => {
  const flows = ['subscription_cancel', 'subscription_update', 'subscription_pause'] as const

  test.each(['payment_method_update', 'customer_update'])('opens %s', async (flow) => {
    expect((await sessionFor({ customer, flow })).flow).toMatchObject({
      type: flow,
      after_completion: { type: 'redirect', redirect: { return_url: frontendUrl } },
    })
  })

  test.each(flows)('opens %s for one subscription', async (flow) => {
    const { id } = subscribe(world, customer)
    const session = await sessionFor({ customer, flow, subscription: id })
    expect(session.flow).toMatchObject({ type: flow, [flow]: { subscription: id } })
    expect(session.customer).toBe(customer)
  })

  test('leads back to the asked address', async () => {
    const returnUrl = `${frontendUrl}?done`
    const { flow } = await sessionFor({ customer, flow: 'payment_method_update', returnUrl })
    expect(flow?.after_completion.redirect).toEqual({ return_url: returnUrl })
  })

  test.each([...flows, 'payment_method_update', 'customer_update'] as const)(
    'is not available where the portal forbids %s',
    async (flow) => {
      const subscription = subscribe(world, customer).id
      const [configuration] = world.stripe.configurations()
      world.stripe.updateConfiguration(configuration!.id, {
        features: { [flow]: { enabled: false } },
      })
      const response = await post({ customer, flow, subscription })
      await expectProblem(response, 409, 'flow_unavailable')
      // The portal's front page is the way out.
      expect((await post({ customer })).status).toBe(200)
    },
  )

  test("is not available for another customer's subscription, nor for one that ended or never was", async () => {
    const theirs = subscribe(world, await world.knownCustomer('eve@example.com')).id
    const ended = subscribe(world, customer, [{}], { status: 'canceled' }).id
    for (const subscription of [theirs, ended, 'sub_never'])
      await expectProblem(
        await post({ customer, flow: 'subscription_cancel', subscription }),
        409,
        'flow_unavailable',
      )
    expect(world.stripe.sessions()).toEqual([])
  })
})

describe("the portal's configuration", () => {
  test('that the owner names is used', async () => {
    const { id } = world.stripe.createConfiguration({ features: {} })
    alterEnvironment({ STRIPE_PORTAL_CONFIGURATION: id })
    expect((await sessionFor({})).configuration).toBe(id)
    expect((await sessionFor({ customer })).configuration).toBe(id)
  })

  const lacks: [string, () => void][] = [
    [
      'is named but does not exist',
      () => alterEnvironment({ STRIPE_PORTAL_CONFIGURATION: 'bpc_unknown' }),
    ],
    [
      'is named but is not active',
      () => {
        const { id } = world.stripe.createConfiguration({ active: false })
        alterEnvironment({ STRIPE_PORTAL_CONFIGURATION: id })
      },
    ],
    ['was never saved', () => world.stripe.control({ noPortalConfiguration: true })],
  ]
  test.each(lacks)('is the owner’s to mend where it %s', async (_, lack) => {
    lack()
    await expectProblem(await post({}), 503, 'portal_not_configured')
    await expectProblem(await post({ customer }), 503, 'portal_not_configured')
    const body = { customer, flow: 'payment_method_update' }
    await expectProblem(await post(body), 503, 'portal_not_configured')
  })

  test('that was never saved is no matter to an address without customers', async () => {
    world.stripe.control({ noPortalConfiguration: true })
    expect((await world.links({ email: 'kurt@example.com' })).links).toEqual([])
  })
})

describe('when a session can not be made', () => {
  const path = '/v1/billing_portal/sessions'

  test('for one of three customers, the other two have theirs', async () => {
    await world.knownCustomer(email)
    await world.knownCustomer(email)
    world.stripe.control({ faults: [{ path, status: 400, times: 1 }] })
    const { links } = await world.links({ email })
    expect(links).toHaveLength(3)
    expect(links.filter(({ url }) => url === null)).toHaveLength(1)
    const without = links.find(({ url }) => url === null)!
    const again = await world.links({ email }, { customer: without.customer })
    expect(again.links[0]?.url).not.toBeNull()
  })

  test('for any of them, that is an error', async () => {
    await world.knownCustomer(email)
    world.stripe.control({ faults: [{ path, status: 400 }] })
    await expectProblem(await post({}), 502, 'stripe_unavailable')
  })

  test('a failure for a customer that moved away is nobody’s', async () => {
    world.stripe.control({
      deliveries: { drop: true },
      faults: [{ path, status: 400, times: 1 }],
    })
    world.stripe.updateCustomer(customer, { email: 'eve@example.com' })
    expect((await world.links({ email })).links).toEqual([])
  })
})
