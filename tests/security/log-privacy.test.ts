import { beforeEach, describe, test } from 'vitest'
import stripeWebhook from '../../netlify/functions/stripe-webhook.ts'
import { listenToLog } from '#tests/doors/log-lines.ts'
import { expectNothingTold, planted } from '#tests/doors/nothing-told.ts'
import { stripeFaults, supabaseFaults } from '#tests/doors/service-faults.ts'
import { skipSilence } from '#tests/doors/time-outs.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'

/** Every fault of portal-links: tests/doors/portal-links/faults.test.ts; of the webhook: tests/doors/stripe-webhook/faults.test.ts. */
const [email, later] = ['ada@example.com', 'ada@later.example.com']
const log = listenToLog()

let world: World
let customer: string
beforeEach(async () => {
  world = await emptyWorld()
  customer = await world.knownCustomer(email)
})

const rung = (more: object = {}) => ({
  livemode: false,
  type: 'customer.updated',
  data: { object: { id: customer, email: later, name: planted }, previous_attributes: { email } },
  ...more,
})

test.each<[string, () => Promise<Response>]>([
  ['forged', () => world.deliver(rung(), { secret: 'whsec_planted' })],
  ['unsigned', () => world.deliver(rung(), { header: planted })],
  ['no JSON', () => world.deliver(planted)],
  ['of a strange type', () => world.deliver(rung({ type: planted }))],
  ['of a strange id', () => world.deliver(rung({ data: { object: { id: planted } } }))],
  ['taken', () => world.deliver(rung())],
  // Node's own parser would refuse it.
  [
    'of another method',
    () => stripeWebhook(new Request(world.origin, { method: 'SK_TEST_PLANTED' })),
  ],
])('the webhook tells nothing of anybody when a delivery is %s', async (_, deliver) => {
  await expectNothingTold(world, log, await deliver(), [later])
})

describe('the clock tells nothing of anybody', () => {
  /** So that the run has something to list, to replay and to sweep. */
  beforeEach(async () => {
    world.stripe.createCustomer({ email: later }, { silent: true })
    const gone = world.stripe.createCustomer({ email: later })
    await world.stripe.settled()
    world.stripe.deleteCustomer(gone.id, { silent: true })
    skipSilence()
  })

  test('when everything works', async () => {
    await expectNothingTold(world, log, await world.tick(), [later])
  })

  // Each fault at one of the places that a run asks, in turn: a run takes its time.
  const inTurn = <F>(faults: Record<string, [F, unknown]>, paths: string[]) =>
    Object.entries(faults).map(
      ([name, [fault]], place) => [name, { ...fault, path: paths[place % paths.length]! }] as const,
    )

  test.each(inTurn(stripeFaults, ['^/v1/customers$', '/v1/customers/', '/v1/events']))(
    'when Stripe answers %s',
    async (_, fault) => {
      world.stripe.control({ faults: [{ ...fault, times: 1 }] })
      await expectNothingTold(world, log, await world.tick(), [later])
      log.takeFaults()
    },
  )

  const rpcs = [
    'rpc/clear_link_requests',
    'sync_state',
    'rpc/record_customers',
    'rpc/save_sync_state',
  ]
  const paths = rpcs.map((name) => `/rest/v1/${name}`)
  test.each(inTurn(supabaseFaults, paths))('when the database answers %s', async (_, fault) => {
    world.supabase.control({ faults: [fault] })
    await expectNothingTold(world, log, await world.tick(), [later])
    log.takeFaults()
  })
})
