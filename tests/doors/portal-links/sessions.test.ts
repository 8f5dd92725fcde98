import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem, frontendUrl } from '#tests/world.ts'
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

const post = async (body: unknown) => world.askForLinks(await world.tokenOf(email), body)

async function expectRefused(body: unknown, status: number, code: string): Promise<void> {
  await expectProblem(post(body), status, code)
  if (status >= 500) expect(log.takeFaults()).toMatchObject([{ code }])
}

/** The newest session at Stripe, after links were asked for with this body. */
async function sessionFor(body: unknown) {
  expect((await post(body)).status).toBe(200)
  return world.stripe.sessions()[0]!
}

describe('a session', () => {
  test('leads back to the page, in the language of the browser, and recovers by itself', async () => {
    for (const body of [{}, { customer }])
      expect(await sessionFor(body)).toMatchObject({
        customer,
        return_url: frontendUrl,
        locale: 'auto',
        flow: null,
        after_expiration: { type: 'customer_login' },
      })
  })

  test.each([
    ['de', 'de'],
    ['pt-BR', 'pt-BR'],
    ['tlh', 'auto'],
    ['de-AT', 'auto'],
    ['', 'auto'],
  ])('asked for in %j speaks %s', async (asked, spoken) => {
    expect((await sessionFor({ locale: asked })).locale).toBe(spoken)
    expect((await sessionFor({ customer, locale: asked })).locale).toBe(spoken)
  })
})

// Every form that is understood or refused: server/rules/links/parse-links-order.test.ts.
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
    '//shop.example.com/',
    'blob:https://shop.example.com/1',
    ' https://shop.example.com/',
    'null',
    '',
  ])('may not lead to %j', async (returnUrl) => {
    await expectRefused({ returnUrl }, 400, 'body_invalid')
    expect(callsOf(world)).toEqual([])
  })
})

describe('a body that is not of the documented form', () => {
  test.each([
    ['no JSON', '{'],
    ['a word', '"all"'],
    ['a return address that is no text', { returnUrl: {} }],
    ['a flow without a customer', { flow: 'payment_method_update' }],
  ])('is refused: %s', async (_, body) => {
    await expectRefused(body, 400, 'body_invalid')
    expect(callsOf(world)).toEqual([])
  })
})

describe('a flow', () => {
  const flows = ['subscription_cancel', 'subscription_update', 'subscription_pause'] as const

  test.each([
    ['payment_method_update', 'card'],
    ['customer_update', 'details'],
  ])('opens %s, and the way back says done=%s', async (flow, done) => {
    const session = await sessionFor({ customer, flow })
    const redirect = { return_url: `${frontendUrl}?done=${done}` }
    expect(session.flow).toMatchObject({ type: flow, after_completion: { redirect } })
    // "Return" leads back from what was not done, too.
    expect(session.return_url).toBe(frontendUrl)
  })

  test.each(flows)('opens %s for one subscription', async (flow) => {
    const { id } = subscribe(world, customer)
    const session = await sessionFor({ customer, flow, subscription: id })
    expect(session.flow).toMatchObject({ type: flow, [flow]: { subscription: id } })
    expect(session.customer).toBe(customer)
  })

  test('leads back to the asked address', async () => {
    const returnUrl = `${frontendUrl}?q=a%20b`
    const { flow } = await sessionFor({ customer, flow: 'payment_method_update', returnUrl })
    expect(flow?.after_completion.redirect).toEqual({ return_url: `${returnUrl}&done=card` })
  })

  test.each([...flows, 'payment_method_update', 'customer_update'] as const)(
    'is not available if the portal forbids %s',
    async (flow) => {
      const subscription = subscribe(world, customer).id
      const [configuration] = world.stripe.configurations()
      world.stripe.updateConfiguration(configuration!.id, {
        features: { [flow]: { enabled: false } },
      })
      await expectRefused({ customer, flow, subscription }, 409, 'flow_unavailable')
      // The portal's front page is the way out.
      expect((await post({ customer })).status).toBe(200)
    },
  )

  test("is not available for another customer's subscription, nor for one that ended or never was", async () => {
    const theirs = subscribe(world, await world.knownCustomer('eve@example.com')).id
    const ended = subscribe(world, customer, [{}], { status: 'canceled' }).id
    for (const subscription of [theirs, ended, 'sub_never'])
      await expectRefused(
        { customer, flow: 'subscription_cancel', subscription },
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
  test.each(lacks)('is the owner’s to fix if it %s', async (_, lack) => {
    lack()
    for (const body of [{}, { customer }, { customer, flow: 'payment_method_update' }])
      await expectRefused(body, 503, 'portal_not_configured')
  })

  test('that was never saved is no matter to an address without customers', async () => {
    world.stripe.control({ noPortalConfiguration: true })
    expect((await world.links({ email: 'kurt@example.com' })).links).toEqual([])
  })
})

describe('when a session can’t be made', () => {
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
    await expectRefused({}, 502, 'stripe_unavailable')
  })

  test('a failure for a customer that moved away is nobody’s', async () => {
    world.loseWebhooks()
    world.stripe.control({ faults: [{ path, status: 400, times: 1 }] })
    world.stripe.updateCustomer(customer, { email: 'eve@example.com' })
    expect((await world.links({ email })).links).toEqual([])
  })
})
