import { beforeEach, describe, expect, test } from 'vitest'
import type { Fault as StripeFault } from '#local/stripe/index.ts'
import type { Fault as SupabaseFault } from '#local/supabase/index.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { expectNothingTold, planted } from '../nothing-told.ts'

const [old, fresh] = ['ada@example.com', 'ada@new.example.com']
const log = listenToLog()

let world: World
let id: string
beforeEach(async () => {
  world = await emptyWorld()
  id = await world.knownCustomer(old)
})

/** Changes the address while the fault lasts: nothing is written, nothing told, and the next ring repairs it. */
async function expectRepaired(status: number, code: string): Promise<void> {
  world.loseWebhooks()
  world.stripe.updateCustomer(id, { email: fresh, name: planted })
  const event = world.stripe.events()[0]
  const failed = await world.deliver(event)
  expect(failed.status).toBe(status)
  await expectNothingTold(world, log, failed, [old])
  expect(log.takeFaults()).toMatchObject([{ code }])
  expect(await world.rowOf(id)).toMatchObject({ address: old })

  world.stripe.control({ faults: [] })
  world.supabase.control({ faults: [] })
  expect((await world.deliver(event)).status).toBe(200)
  expect(await world.rowOf(id)).toMatchObject({ address: fresh })
}

const message = planted
test.each<[string, StripeFault, number, string]>([
  ['fails', { status: 500, message, code: planted }, 502, 'stripe_unavailable'],
  ['finds fault', { status: 400, message }, 502, 'stripe_unavailable'],
  ['breaks off', { cut: true }, 502, 'stripe_unavailable'],
  ['answers rubbish', { rubbish: true }, 502, 'stripe_unavailable'],
  ['asks for a pause', { status: 429, message }, 503, 'stripe_rate_limited'],
  ['asks for a permission', { permission: 'rak_customer_read' }, 503, 'permission_missing'],
  ['refuses the key', { status: 401, message }, 503, 'config_missing'],
])('Stripe %s while it is read again: the next ring repairs it', async (_, fault, status, code) => {
  world.stripe.control({ faults: [{ method: 'GET', path: '/v1/customers/', ...fault }] })
  await expectRepaired(status, code)
})

const body = { code: planted, message: planted, details: planted, hint: planted }
const lost = [502, 'database_unavailable'] as const
const absent = { ...body, code: 'PGRST202' }
describe.each(['take_read_ticket', 'record_customers'])('the database, at %s,', (name) => {
  test.each<[string, SupabaseFault, number, string]>([
    ['fails', { status: 500, body }, ...lost],
    ['is overloaded', { status: 503, body }, ...lost],
    ['asks for a pause', { status: 429, body, retryAfter: 5 }, ...lost],
    ['has no such function', { status: 404, body: absent }, ...lost],
    ['finds a conflict', { status: 409, body: { ...body, code: '23505' } }, ...lost],
    ['breaks off', { cut: true }, ...lost],
    ['answers rubbish', { rubbish: true, status: 502 }, ...lost],
    ['answers in another shape', { status: 200, body: { planted } }, ...lost],
    ['refuses the key', { status: 401, body }, 503, 'config_missing'],
  ])('%s: the next ring repairs it', async (_, fault, status, code) => {
    world.supabase.control({ faults: [{ path: `/rest/v1/rpc/${name}`, ...fault }] })
    await expectRepaired(status, code)
  })
})

test('a database without the function says what to run', async () => {
  const path = '/rest/v1/rpc/take_read_ticket'
  world.supabase.control({ faults: [{ path, status: 404, body: absent }] })
  await expectRepaired(...lost)
  expect(log.text()).toContain('supabase/migrations')
})

test('a deletion that the database did not take leaves its tombstone at Stripe’s next ring', async () => {
  const path = '/rest/v1/rpc/record_customers'
  world.supabase.control({ faults: [{ path, status: 500, times: 1 }] })
  world.stripe.deleteCustomer(id)
  await world.stripe.settled()
  expect(log.takeFaults()).toMatchObject([{ code: 'database_unavailable' }])
  expect(world.stripe.deliveries().at(-1)?.attempts).toEqual([502, 200])
  expect(await world.rows()).toMatchObject([{ email: null, deleted: true }])
})
