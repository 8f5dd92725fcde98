import { beforeEach, describe, test } from 'vitest'
import stripeWebhook from '../../netlify/functions/stripe-webhook.ts'
import type { Fault as StripeFault } from '#local/stripe/index.ts'
import type { Fault as SupabaseFault } from '#local/supabase/index.ts'
import { listenToLog } from '#tests/doors/log-lines.ts'
import { expectNothingTold, planted } from '#tests/doors/nothing-told.ts'
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
  })

  test('when everything works', async () => {
    await expectNothingTold(world, log, await world.tick(), [later])
  })

  const message = planted
  test.each<[string, StripeFault]>([
    ['400 to the list', { path: '^/v1/customers$', status: 400, message }],
    ['401 to a customer', { path: '/v1/customers/', status: 401, message }],
    ['403 to the events', { path: '/v1/events', status: 403, message }],
    ['404 to the list', { path: '^/v1/customers$', status: 404, message, code: planted }],
    ['429 to a customer', { path: '/v1/customers/', status: 429, message }],
    ['500 to the events', { path: '/v1/events', status: 500, message, code: planted }],
    ['a broken connection to the list', { path: '^/v1/customers$', cut: true }],
    ['rubbish to a customer', { path: '/v1/customers/', rubbish: true }],
  ])('when Stripe answers %s', async (_, fault) => {
    world.stripe.control({ faults: [{ times: 1, ...fault }] })
    await expectNothingTold(world, log, await world.tick(), [later])
    log.takeFaults()
  })

  const body = { code: planted, message: planted, details: planted, hint: planted }
  const at = (name: string) => ({ path: `/rest/v1/${name}` })
  const [clear, place] = [at('rpc/clear_link_requests'), at('sync_state')]
  const [record, save] = [at('rpc/record_customers'), at('rpc/save_sync_state')]
  test.each<[string, SupabaseFault]>([
    ['401 to clear_link_requests', { ...clear, status: 401, body }],
    ['403 to sync_state', { ...place, status: 403, body }],
    ['404 to record_customers', { ...record, status: 404, body: { ...body, code: 'PGRST202' } }],
    ['409 to save_sync_state', { ...save, status: 409, body: { ...body, code: '23505' } }],
    ['500 to clear_link_requests', { ...clear, status: 500, body }],
    ['a broken connection to sync_state', { ...place, cut: true }],
    ['rubbish to record_customers', { ...record, rubbish: true, status: 502 }],
    ['another shape to save_sync_state', { ...save, status: 200, body: { planted } }],
  ])('when the database answers %s', async (_, fault) => {
    world.supabase.control({ faults: [fault] })
    await expectNothingTold(world, log, await world.tick(), [later])
    log.takeFaults()
  })
})
