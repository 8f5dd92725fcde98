import { beforeEach, describe, expect, test } from 'vitest'
import type { Fault as StripeFault } from '#local/stripe/index.ts'
import type { Fault as SupabaseFault } from '#local/supabase/index.ts'
import { listenToLog } from '#tests/doors/log-lines.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'

/** The webhook and the clock under every fault; tests/gateways/faults.test.ts does the same for portal-links. */
const [email, later] = ['ada@example.com', 'ada@later.example.com']
const planted =
  'planted@example.com sk_test_planted sb_secret_planted whsec_planted eyJplanted https://billing.stripe.com/p/session/planted'
const log = listenToLog()

let world: World
let customer: string
beforeEach(async () => {
  world = await emptyWorld()
  customer = await world.knownCustomer(email)
})

/** Whatever came back and whatever was printed: one line of JSON each, and nothing of anybody in it. */
async function expectNothingTold(response: Response): Promise<void> {
  const text = await response.text()
  for (const line of log.text().split('\n'))
    expect(JSON.parse(line)).toMatchObject({
      door: expect.any(String),
      requestId: expect.any(String),
      status: expect.any(Number),
      durationMs: expect.any(Number),
    })
  log.takeFaults()
  const { stripe, supabase } = world
  const told = [text, ...[...response.headers].flat(), log.text()].join('\n')
  const secrets = [stripe.apiKey, supabase.secretKey, supabase.publishableKey, world.webhookSecret]
  for (const secret of [...secrets, email, later, customer, ...planted.split(' ')])
    expect(told).not.toContain(secret)
}

const rung = (more: object = {}) => ({
  livemode: false,
  type: 'customer.updated',
  data: { object: { id: customer, email: later, name: planted }, previous_attributes: { email } },
  ...more,
})

const atStripe: Record<string, StripeFault> = {
  '400': { status: 400, message: planted },
  '401': { status: 401, message: planted },
  '403': { status: 403, message: planted },
  '404': { status: 404, message: planted, code: planted },
  '429': { status: 429, message: planted },
  '500': { status: 500, message: planted, code: planted },
  'a broken connection': { cut: true },
  rubbish: { rubbish: true },
}
const body = { code: planted, message: planted, details: planted, hint: planted }
const atSupabase: Record<string, SupabaseFault> = {
  '401': { status: 401, body },
  '403': { status: 403, body },
  '404': { status: 404, body: { ...body, code: 'PGRST202' } },
  '409': { status: 409, body: { ...body, code: '23505' } },
  '500': { status: 500, body },
  'a broken connection': { cut: true },
  rubbish: { rubbish: true, status: 502 },
  'another shape': { status: 200, body: { planted } },
}

describe('the webhook tells nothing of anybody', () => {
  test.each(Object.entries(atStripe))('when Stripe answers %s', async (_, fault) => {
    world.stripe.control({ faults: [{ ...fault, path: '/v1/customers/' }] })
    await expectNothingTold(await world.deliver(rung()))
  })

  test.each(Object.entries(atSupabase))('when the database answers %s', async (_, fault) => {
    for (const path of ['/rest/v1/rpc/take_read_ticket', '/rest/v1/rpc/record_customers']) {
      world.supabase.control({ faults: [{ ...fault, path }] })
      await expectNothingTold(await world.deliver(rung()))
    }
  })

  test.each<[string, () => Promise<Response>]>([
    ['forged', () => world.deliver(rung(), { secret: 'whsec_planted' })],
    ['unsigned', () => world.deliver(rung(), { header: planted })],
    ['no JSON', () => world.deliver(planted)],
    ['of a strange type', () => world.deliver(rung({ type: planted }))],
    ['of a strange id', () => world.deliver(rung({ data: { object: { id: planted } } }))],
    ['taken', () => world.deliver(rung())],
    ['of another method', () => world.post('/api/stripe-webhook', { method: 'SK_TEST_PLANTED' })],
  ])('when a delivery is %s', async (_, deliver) => {
    await expectNothingTold(await deliver())
  })
})

describe('the clock tells nothing of anybody', () => {
  /** So that the run has something to list, to replay and to sweep. */
  beforeEach(async () => {
    world.stripe.createCustomer({ email: later }, { silent: true })
    const gone = world.stripe.createCustomer({ email: later })
    await world.stripe.settled()
    world.stripe.deleteCustomer(gone.id, { silent: true })
  })

  test('when all is well', async () => {
    await expectNothingTold(await world.tick())
  })

  // Each fault at one of the places that a run asks, in turn: a run takes its time.
  const strike = <Fault>(faults: Record<string, Fault>, paths: string[]) =>
    Object.entries(faults).map(
      ([name, fault], place) => [name, { ...fault, path: paths[place % paths.length]! }] as const,
    )
  const atStripeOnce = strike(atStripe, ['^/v1/customers$', '/v1/customers/', '/v1/events'])
  test.each(atStripeOnce)('when Stripe answers %s', async (_, fault) => {
    world.stripe.control({ faults: [{ ...fault, times: 1 }] })
    await expectNothingTold(await world.tick())
  })

  const rpcs = [
    'rpc/clear_link_requests',
    'sync_state',
    'rpc/record_customers',
    'rpc/save_sync_state',
  ]
  const paths = rpcs.map((name) => `/rest/v1/${name}`)
  test.each(strike(atSupabase, paths))('when the database answers %s', async (_, fault) => {
    world.supabase.control({ faults: [fault] })
    await expectNothingTold(await world.tick())
  })
})
