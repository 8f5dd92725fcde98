import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem, problemOf } from '#tests/world.ts'
import stripeWebhook from '../../../netlify/functions/stripe-webhook.ts'
import { listenToLog } from '../log-lines.ts'
import { alterEnvironment, callsOf } from '../shop.ts'

listenToLog()

let world: World
let event: {
  livemode: boolean
  type: string
  data: { object: { id: string; description?: string } }
}
beforeEach(async () => {
  world = await emptyWorld()
  world.loseWebhooks()
  const { id } = world.stripe.createCustomer({ email: 'ada@example.com' })
  event = { livemode: false, type: 'customer.created', data: { object: { id } } }
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => void vi.useRealTimers())

const seconds = () => Math.floor(Date.now() / 1000)
const sign = (body: string, { secret = world.webhookSecret, at = seconds() } = {}) =>
  createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')

async function expectTaken(response: Response): Promise<void> {
  expect([response.status, await response.json()]).toEqual([
    200,
    { received: true, outcome: 'recorded' },
  ])
  expect(await world.rows()).toHaveLength(1)
}

async function expectRefused(response: Response, code = 'signature_invalid'): Promise<void> {
  expect([response.status, (await problemOf(response)).code]).toEqual([400, code])
  expect(await world.rows()).toEqual([])
  expect([callsOf(world), world.supabase.calls]).toEqual([[], []])
}

describe('a signature', () => {
  test('of our secret is taken', async () => {
    await expectTaken(await world.deliver(event))
  })

  test.each<[string, (body: string) => Parameters<World['deliver']>[1]]>([
    ['of another secret', () => ({ secret: 'whsec_of_a_stranger' })],
    ['of an empty secret', () => ({ secret: '' })],
    ['that is none', () => ({ header: 'rubbish' })],
    ['that is empty', () => ({ header: '' })],
    ['without a time', (body) => ({ header: `v1=${sign(body)}` })],
    ['at no time', (body) => ({ header: `t=,v1=${sign(body)}` })],
    ['of two times', (body) => ({ header: `t=1,t=${seconds()},v1=${sign(body)}` })],
    ['without its value', () => ({ header: `t=${seconds()}` })],
    ['of the older scheme', (body) => ({ header: `t=${seconds()},v0=${sign(body)}` })],
    ['of another time', (body) => ({ header: `t=${seconds() - 1},v1=${sign(body)}` })],
    ['of another body', (body) => ({ header: `t=${seconds()},v1=${sign(`${body} `)}` })],
    ['cut short', (body) => ({ header: `t=${seconds()},v1=${sign(body).slice(0, 62)}` })],
  ])('is refused: %s', async (_, forge) => {
    await expectRefused(await world.deliver(event, forge(JSON.stringify(event))))
  })

  test('is needed', async () => {
    await expectRefused(await world.post('/api/stripe-webhook', { body: event }))
  })

  test('made far ahead is refused, whatever time is said before', async () => {
    const at = seconds() + 86_400
    const v1 = sign(JSON.stringify(event), { at })
    for (const header of [`t=${seconds()},t=${at},v1=${v1}`, `t=+${at},v1=${v1}`])
      await expectRefused(await world.deliver(event, { header }))
  })

  test.each([
    [0, 'taken'],
    [-299, 'taken'],
    [299, 'taken'],
    [-301, 'refused'],
    [301, 'refused'],
    [-86_400, 'refused'],
    [86_400, 'refused'],
  ])('made %i seconds from now is %s', async (offset, verdict) => {
    const response = await world.deliver(event, { at: seconds() + offset })
    await (verdict === 'taken' ? expectTaken(response) : expectRefused(response))
  })
})

describe('while the secret is rolled', () => {
  test.each(['whsec_old', 'whsec_new'])('both are good: %s', async (secret) => {
    alterEnvironment({ STRIPE_WEBHOOK_SECRET: 'whsec_old, whsec_new' })
    await expectTaken(await world.deliver(event, { secret }))
  })

  test('a third is not', async () => {
    alterEnvironment({ STRIPE_WEBHOOK_SECRET: 'whsec_old,whsec_new' })
    await expectRefused(await world.deliver(event, { secret: 'whsec_older' }))
  })

  test('one good signature among several suffices', async () => {
    const body = JSON.stringify(event)
    const header = `t=${seconds()},v1=${sign(body, { secret: 'whsec_new' })},v1=${sign(body)}`
    await expectTaken(await world.deliver(event, { header }))
  })

  test('several bad ones do not', async () => {
    const body = JSON.stringify(event)
    const bad = sign(body, { secret: 'whsec_new' })
    await expectRefused(
      await world.deliver(event, { header: `t=${seconds()},v1=${bad},v1=${bad}` }),
    )
  })

  test('Stripe’s own deliveries are taken before, during and after', async () => {
    vi.useRealTimers()
    world.stripe.reset()
    const url = `${world.origin}/api/stripe-webhook`
    const { id, secret } = world.stripe.addWebhookEndpoint({ url, events: ['customer.created'] })
    alterEnvironment({ STRIPE_WEBHOOK_SECRET: secret })
    const ring = () => {
      world.stripe.createCustomer({ email: 'ada@example.com' })
      return world.stripe.settled()
    }
    await ring()
    const next = world.stripe.rollWebhookSecret(id)
    await ring()
    alterEnvironment({ STRIPE_WEBHOOK_SECRET: next })
    await ring()
    world.stripe.expireOldWebhookSecrets(id)
    await ring()
    expect(world.stripe.deliveries().map(({ attempts }) => attempts)).toEqual(
      Array.from({ length: 4 }, () => [200]),
    )
    expect(await world.rows()).toHaveLength(4)
  })
})

describe('a signed body', () => {
  test.each([
    [
      'with line ends of two letters',
      () => JSON.stringify(event, null, 2).replaceAll('\n', '\r\n'),
    ],
    ['with white space around', () => `\n${JSON.stringify(event)}\n`],
    ['beyond ASCII', () => JSON.stringify({ ...event, note: 'ä€😀\u0000' })],
  ])('is read byte for byte: %s', async (_, body) => {
    await expectTaken(await world.deliver(body()))
  })

  test.each([
    ['rubbish', 'rubbish'],
    ['broken off', '{"type":'],
    ['behind a byte-order mark', '\ufeff{}'],
  ])('that is no JSON is refused for that: %s', async (_, body) => {
    await expectRefused(await world.deliver(body), 'body_invalid')
  })

  test('that is empty is refused', async () => {
    await expectRefused(await world.deliver(''))
  })

  test.each(['null', '[]', '"customer.created"', '1', '{}', '{"data":null}'])(
    'that is no event is ignored: %s',
    async (body) => {
      const response = await world.deliver(body)
      expect([response.status, await response.json()]).toMatchObject([200, { outcome: 'ignored' }])
      expect(callsOf(world)).toEqual([])
    },
  )

  test('that was changed on its way is refused', async () => {
    const body = JSON.stringify(event)
    const header = `t=${seconds()},v1=${sign(body)}`
    for (const changed of [body.replace('cus_', 'cus_x'), `${body}\n`, `\ufeff${body}`])
      await expectRefused(await world.deliver(changed, { header }))
  })

  test('that is no text is refused', async () => {
    const body = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])
    const at = seconds()
    const v1 = createHmac('sha256', world.webhookSecret).update(`${at}.`).update(body).digest('hex')
    const headers = { 'Stripe-Signature': `t=${at},v1=${v1}` }
    await expectRefused(await world.post('/api/stripe-webhook', { body, headers }))
  })

  test('may have 256 KiB, and not a byte more', async () => {
    const body = JSON.stringify(event).padEnd(262_144)
    await expectTaken(await world.deliver(body))
    await expectProblem(world.deliver(`${body} `), 413, 'body_too_large')
  })
})

describe('the body of what is no webhook of today', () => {
  const good = '0'.repeat(64)
  test.each<[string, (now: number) => string | null]>([
    ['without a header', () => null],
    ['without a signature', (now) => `t=${now}`],
    ['with a signature of another form', (now) => `t=${now},v1=${good.slice(1)}`],
    ['of yesterday', (now) => `t=${now - 86_400},v1=${good}`],
    ['of tomorrow', (now) => `t=${now + 86_400},v1=${good}`],
  ])('is not read: %s', async (_what, header) => {
    const signature = header(seconds())
    let pulls = 0
    const body = new ReadableStream({ pull: () => void (pulls += 1) }, { highWaterMark: 0 })
    const headers = signature === null ? {} : { 'Stripe-Signature': signature }
    const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit
    await expectRefused(await stripeWebhook(new Request(world.origin, init)))
    expect(pulls).toBe(0)
  })
})
