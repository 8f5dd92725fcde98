import { beforeEach, describe, expect, test } from 'vitest'
import type { Fault as StripeFault } from '#local/stripe/index.ts'
import type { Fault as SupabaseFault } from '#local/supabase/index.ts'
import { listenToLog } from '#tests/doors/log-lines.ts'
import { alterEnvironment, subscribe } from '#tests/doors/shop.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, problemOf } from '#tests/world.ts'

const email = 'ada@example.com'
/** What a provider might say, and what must not leave the house. */
const planted = 'planted@example.com sk_test_planted sb_secret_planted whsec_planted eyJplanted'
const log = listenToLog()

let world: World
let token: string
let customer: string
beforeEach(async () => {
  world = await emptyWorld()
  customer = await world.knownCustomer(email)
  token = await world.signIn(email)
})

const ask = (body?: unknown) => world.post('/api/portal-links', { token, body })

type Outcome = { status: number; code: string; retryAfter?: string }

/** The contract's code and status, one line in the log, and no secret in either. */
async function expectFault(response: Response, { status, code, retryAfter }: Outcome) {
  const text = await response.text()
  expect([response.status, (JSON.parse(text) as { code: string }).code]).toEqual([status, code])
  expect(response.headers.get('Retry-After')).toBe(retryAfter ?? null)
  if (status >= 500) expect(log.takeFaults()).toMatchObject([{ code }])
  const { stripe, supabase } = world
  const told = [text, ...[...response.headers].flat(), log.text()].join('\n')
  const secrets = [stripe.apiKey, supabase.secretKey, supabase.publishableKey, world.webhookSecret]
  const sessions = stripe.sessions().map(({ url }) => url)
  const persons = [email, token, customer, '/portal/']
  for (const secret of [...secrets, ...sessions, ...persons, ...planted.split(' ')])
    expect(told).not.toContain(secret)
}

const unavailable = { status: 502, code: 'stripe_unavailable' }
const [busy, notPermitted, notConfigured] = [
  { status: 503, code: 'stripe_rate_limited', retryAfter: '2' },
  { status: 503, code: 'permission_missing' },
  { status: 503, code: 'config_missing' },
]
const message = planted

describe('Stripe', () => {
  const faults = {
    '401': [{ status: 401, message }, notConfigured],
    '403': [{ status: 403, message }, notPermitted],
    '404': [{ status: 404, message }, unavailable],
    '429': [{ status: 429, message }, busy],
    '429 with a pause': [
      { status: 429, message, retryAfter: 7 },
      { ...busy, retryAfter: '7' },
    ],
    '429 with a pause of a day': [
      { status: 429, message, retryAfter: 86_400 },
      { ...busy, retryAfter: '60' },
    ],
    '400': [{ status: 400, message }, unavailable],
    '500': [{ status: 500, message }, unavailable],
    'a broken connection': [{ cut: true }, unavailable],
    rubbish: [{ rubbish: true }, unavailable],
  } satisfies Record<string, [StripeFault, Outcome]>

  describe.each(Object.entries(faults))('answers %s', (name, [fault, outcome]) => {
    const strike = (where: StripeFault) =>
      world.stripe.control({ faults: [{ ...fault, ...where }] })

    test('to the list of customers', async () => {
      strike({ path: '^/v1/customers$' })
      await expectFault(await ask(), outcome)
    })

    test('to each session', async () => {
      strike({ path: '/v1/billing_portal/sessions' })
      await expectFault(await ask(), outcome)
    })

    test('to the one session that was asked for', async () => {
      strike({ path: '/v1/billing_portal/sessions' })
      await expectFault(await ask({ customer }), outcome)
    })

    test('to the look at one customer', async () => {
      strike({ path: `/v1/customers/${customer}` })
      // "No such customer" is an answer: it is not ours to show.
      const absent = { status: 404, code: 'customer_not_yours' }
      await expectFault(await ask({ customer }), name === '404' ? absent : outcome)
    })

    test('to the list that heals', async () => {
      world.stripe.createCustomer({ email }, { silent: true })
      // The first list shows the customer; the second, under a ticket, is struck.
      world.stripe.control({
        faults: [
          { path: '^/v1/customers$', delayMs: 1, times: 1 },
          { ...fault, path: '^/v1/customers$' },
        ],
      })
      await expectFault(await ask(), outcome)
    })

    test('to the search', async () => {
      strike({ path: '/v1/customers/search' })
      token = await world.signIn('kurt@example.com')
      const response = await ask()
      // Some accounts have no search: that is no error, and nothing is found.
      if (['400', '403', '404'].includes(name)) {
        expect(await response.json()).toEqual({ email: 'kurt@example.com', links: [] })
      } else await expectFault(response, outcome)
    })

    test('to the names of products: links are given without them', async () => {
      subscribe(world, customer)
      strike({ path: '/v1/products' })
      const response = await ask()
      expect([response.status, await response.json()]).toMatchObject([
        200,
        { links: [{ customer, subscriptions: [{ product: null, amountMinor: 2900 }] }] },
      ])
    })
  })

  test('names the permission that is missing', async () => {
    world.stripe.control({ revokedPermissions: ['rak_customer_portal_write'] })
    const response = await ask()
    expect((await problemOf(response)).code).toBe('permission_missing')
    expect(log.takeFaults()[0]?.reason).toContain('"rak_customer_portal_write"')
  })

  test('is not asked to list customers that it refuses to the key', async () => {
    world.stripe.control({ revokedPermissions: ['rak_customer_read'] })
    await expectFault(await ask(), notPermitted)
    await expectFault(await ask({ customer }), notPermitted)
  })

  test('fails once and is asked again', async () => {
    world.stripe.control({ faults: [{ path: '^/v1/customers$', status: 500, times: 1 }] })
    expect((await ask()).status).toBe(200)
  })

  test('that refuses the key is told by name', async () => {
    world.stripe.control({ faults: [{ path: '^/v1/customers$', status: 401 }] })
    expect((await ask()).status).toBe(503)
    expect(log.takeFaults()[0]?.reason).toContain('"STRIPE_API_KEY"')
  })
})

describe('Supabase', () => {
  const lost = { status: 502, code: 'database_unavailable' }
  const unknown = { status: 503, code: 'auth_unavailable' }
  const body = { code: 'XX000', message: planted, details: planted, hint: planted }
  const faults = {
    '401': [{ status: 401, body: { message: planted } }, notConfigured],
    '403': [{ status: 403, body: { ...body, code: '42501' } }, lost],
    '404': [{ status: 404, body: { ...body, code: 'PGRST205' } }, lost],
    '429': [{ status: 429, body }, lost],
    '429 with a pause': [{ status: 429, body, retryAfter: 7 }, lost],
    '500': [{ status: 500, body }, lost],
    'a broken connection': [{ cut: true }, lost],
    rubbish: [{ rubbish: true }, lost],
    'rubbish and 502': [{ rubbish: true, status: 502 }, lost],
    'another shape': [{ status: 200, body: { planted } }, lost],
  } satisfies Record<string, [SupabaseFault, Outcome]>

  describe.each(Object.entries(faults))('answers %s', (_, [fault, outcome]) => {
    const strike = (path: string) => world.supabase.control({ faults: [{ ...fault, path }] })

    test.each(['stripe_customers', 'rpc/count_link_request'])('to %s', async (name) => {
      strike(`/rest/v1/${name}`)
      await expectFault(await ask(), outcome)
    })

    test.each(['rpc/take_read_ticket', 'rpc/record_customers'])(
      'to %s while healing',
      async (name) => {
        world.stripe.createCustomer({ email }, { silent: true })
        strike(`/rest/v1/${name}`)
        await expectFault(await ask(), outcome)
      },
    )

    test.each(['.well-known/jwks.json', 'settings'])('to %s', async (name) => {
      strike(`/auth/v1/${name}`)
      await expectFault(await ask(), unknown)
    })
  })

  test.each(['PGRST301', 'PGRST303'])('refuses the visitor’s token (%s)', async (code) => {
    world.supabase.control({
      faults: [{ path: '/rest/v1/stripe_customers', status: 401, body: { ...body, code } }],
    })
    await expectFault(await ask(), { status: 401, code: 'token_invalid' })
  })

  test('without the migrations is told what to run', async () => {
    const absent = { ...body, code: 'PGRST202' }
    world.supabase.control({
      faults: [{ path: '/rest/v1/rpc/count_link_request', status: 404, body: absent }],
    })
    expect((await ask()).status).toBe(502)
    expect(log.takeFaults()[0]?.reason).toContain('supabase/migrations')
  })

  test('that refuses a key is told by name', async () => {
    alterEnvironment({ SUPABASE_SECRET_KEY: 'sb_secret_of_another_project' })
    expect((await ask()).status).toBe(503)
    expect(log.takeFaults()[0]?.reason).toContain('"SUPABASE_SECRET_KEY"')
  })
})
