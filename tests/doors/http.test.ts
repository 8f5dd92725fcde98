import { beforeEach, describe, expect, test } from 'vitest'
import portalLinks from '../../netlify/functions/portal-links.ts'
import stripeWebhook from '../../netlify/functions/stripe-webhook.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem, problemOf, setEnvironment } from '#tests/world.ts'
import { listenToLog } from './log-lines.ts'
import { alterEnvironment } from './shop.ts'

const email = 'ada@example.com'
const [own, friend, stranger] = [
  'http://127.0.0.1:8888',
  'https://shop.example.com',
  'https://evil.example',
]
const log = listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld({ ALLOWED_ORIGINS: friend })
})

const links = '/api/portal-links'
const webhook = '/api/stripe-webhook'
const health = '/api/health'

describe('every kind of answer', () => {
  const kinds: [number, () => Promise<Response>][] = [
    [200, async () => world.askForLinks(await world.tokenOf(email))],
    [204, async () => world.post(links, { method: 'OPTIONS' })],
    [400, async () => world.askForLinks(await world.tokenOf(email), '[')],
    [401, async () => world.post(links)],
    [403, async () => world.askForLinks(await world.supabase.mintToken({ amr: [] }))],
    [404, async () => world.askForLinks(await world.tokenOf(email), { customer: 'cus_1' })],
    [405, async () => world.post(links, { method: 'PUT' })],
    [413, async () => world.post(links, { body: 'x'.repeat(65_537) })],
    [
      503,
      async () => {
        world.supabase.control({ autoconfirm: true })
        return world.askForLinks(await world.tokenOf(email))
      },
    ],
    [200, async () => world.deliver({ type: 'invoice.paid' })],
    [400, async () => world.post(webhook, { body: '{}' })],
    [405, async () => world.post(webhook, { method: 'OPTIONS' })],
    [200, async () => fetch(world.origin + health)],
  ]
  test.each(kinds)('(%i) is cached by nobody, and taken for what it says', async (status, ask) => {
    const response = await ask()
    expect(response.status).toBe(status)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    if (response.url.endsWith(links)) expect(response.headers.get('Vary')).toBe('Origin')
    if (status < 400) return

    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    const problem = await problemOf(response)
    expect(Object.keys(problem).sort()).toEqual(['code', 'requestId', 'status', 'title', 'type'])
    expect(problem).toMatchObject({ status, type: `urn:portal-gateway:error:${problem.code}` })
    expect(log.text()).toContain(`"requestId":"${problem.requestId}"`)
    log.takeFaults()
  })
})

test.each([
  [links, 'POST, OPTIONS', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']],
  [webhook, 'POST', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']],
  [health, 'GET, HEAD', ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']],
])('%s answers %s, and no other method', async (path, allowed, others) => {
  for (const method of others) {
    const response = await world.post(path, { method })
    expect([response.status, response.headers.get('Allow')]).toEqual([405, allowed])
    if (method !== 'HEAD') expect((await problemOf(response)).code).toBe('method_not_allowed')
  }
  expect([...world.stripe.calls, ...world.supabase.calls]).toEqual([])
})

describe('a page of another origin', () => {
  const corsOf = ({ headers }: Response) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))
  const preflight = (origin: string) =>
    world.post(links, {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    })

  test.each([own, friend])('may ask if the owner says so: %s', async (origin) => {
    const asked = await preflight(origin)
    expect([asked.status, await asked.text()]).toEqual([204, ''])
    expect(corsOf(asked)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': 'Authorization, Content-Type',
      'access-control-expose-headers': 'Retry-After',
      'access-control-max-age': '600',
    })
    const answered = await world.post(links, {
      token: await world.tokenOf(email),
      headers: { Origin: origin },
    })
    const refused = await world.post(links, { headers: { Origin: origin } })
    for (const response of [answered, refused])
      expect(corsOf(response)).toEqual({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'Retry-After',
      })
  })

  test.each([stranger, 'null', `${friend}.evil.example`, 'http://127.0.0.1:8889', `${friend}/`])(
    'may not ask otherwise: %s',
    async (origin) => {
      const asked = await preflight(origin)
      expect(corsOf(asked)).toEqual({})
      const answered = await world.post(links, {
        token: await world.tokenOf(email),
        headers: { Origin: origin },
      })
      expect(corsOf(answered)).toEqual({})
      expect(answered.headers.get('Vary')).toBe('Origin')
    },
  )

  test('never gets the webhook’s answers, nor those about our health', async () => {
    for (const path of [webhook, health]) {
      const response = await world.post(path, { body: '{}', headers: { Origin: own } })
      expect(corsOf(response)).toEqual({})
    }
  })
})

describe('the length of a body', () => {
  const ofLength = (length: number) => JSON.stringify({ padding: '' }).padEnd(length)

  test('may be 64 KiB, and not a byte more', async () => {
    const token = await world.tokenOf(email)
    expect((await world.askForLinks(token, ofLength(65_536))).status).toBe(200)
    await expectProblem(world.askForLinks(token, ofLength(65_537)), 413, 'body_too_large')
  })

  test('counts bytes, not letters', async () => {
    const token = await world.tokenOf(email)
    const body = { padding: '€'.repeat(30_000) }
    await expectProblem(world.askForLinks(token, body), 413, 'body_too_large')
  })

  test.each([
    ['page', portalLinks, 65_536],
    ['webhook', stripeWebhook, 262_144],
  ])('is counted if it was not announced: %s', async (_, door, limit) => {
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 16_384
        controller.enqueue(new Uint8Array(16_384))
      },
    })
    const headers = {
      'Stripe-Signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
    }
    const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit
    const response = await door(new Request(world.origin, init))
    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(limit + 5 * 16_384)
  })

  test('that breaks off is the caller’s fault', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) })
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit
    await expectProblem(portalLinks(new Request(world.origin, init)), 400, 'body_invalid')
  })
})

describe('a line in the log', () => {
  test('says what happened, and not to whom', async () => {
    const customer = await world.knownCustomer(email)
    const token = await world.tokenOf(email)
    const answer = await world.links({ token })
    const text = log.text()
    expect(text).toContain('"links":1')
    for (const secret of [email, token, customer, answer.links[0]!.url!, world.stripe.apiKey])
      expect(text).not.toContain(secret)
  })

  test('bears the request id of the platform', async () => {
    const request = new Request(world.origin, { method: 'POST' })
    const response = await portalLinks(request, { requestId: '01J-of-the-platform' })
    expect((await problemOf(response)).requestId).toBe('01J-of-the-platform')
    expect(log.text()).toContain('"requestId":"01J-of-the-platform"')
  })
})

describe('a deploy without its variables', () => {
  const required = [
    'SUPABASE_URL',
    'SUPABASE_PUBLISHABLE_KEY',
    'SUPABASE_SECRET_KEY',
    'STRIPE_API_KEY',
    'FRONTEND_URL',
  ]

  test.each([
    ['POST', links],
    ['POST', webhook],
    ['OPTIONS', links],
    ['POST', '/.netlify/functions/sync-customers'],
  ])('answers %s %s, and names them only in the log', async (method, path) => {
    setEnvironment({})
    const response = await world.post(path, { method })
    const text = await response.text()
    expect([response.status, JSON.parse(text)]).toMatchObject([503, { code: 'config_missing' }])
    expect(text).not.toMatch(/SUPABASE|STRIPE|FRONTEND|_KEY|_URL/)
    const [fault] = log.takeFaults()
    for (const name of required) expect(fault?.reason).toContain(`"${name}"`)
  })

  test('works as soon as they are set', async () => {
    setEnvironment({})
    expect((await world.post(links)).status).toBe(503)
    log.takeFaults()
    world = await emptyWorld()
    expect((await world.post(links)).status).toBe(401)
  })

  test('names a wrong one and never prints it', async () => {
    alterEnvironment({ STRIPE_API_KEY: 'pk_live_notasecretone' })
    expect((await world.post(links)).status).toBe(503)
    expect(log.text()).not.toContain('pk_live_notasecretone')
    expect(log.takeFaults()[0]?.reason).toContain('"STRIPE_API_KEY"')
  })

  test('without a signing secret refuses webhooks so that Stripe tries again, and still gives links', async () => {
    alterEnvironment({ STRIPE_WEBHOOK_SECRET: '' })
    await expectProblem(world.deliver({ type: 'customer.created' }), 503, 'config_missing')
    expect(log.takeFaults()[0]?.reason).toContain('"STRIPE_WEBHOOK_SECRET"')
    expect((await world.links({ email })).links).toEqual([])
  })
})
