import { beforeEach, describe, expect, test } from 'vitest'
import type { Fault as StripeFault } from '#local/stripe/index.ts'
import type { Fault as SupabaseFault } from '#local/supabase/index.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'

const [old, fresh] = ['ada@example.com', 'ada@new.example.com']
const log = listenToLog()

let world: World
let id: string
beforeEach(async () => {
  world = await emptyWorld()
  id = await world.knownCustomer(old)
})

const addressOf = async (customer: string) =>
  (await world.rows()).find((row) => row.stripe_customer_id === customer)?.address

/** Changes the address while the fault lasts; nothing may be written, and Stripe's next ring repairs it. */
async function expectRepaired(status: number, code: string): Promise<void> {
  world.stripe.control({ deliveries: { retryDelaysMs: [] } })
  world.stripe.updateCustomer(id, { email: fresh })
  await world.stripe.settled()
  const failed = world.stripe.deliveries().at(-1)!
  expect(failed).toMatchObject({ attempts: [status], state: 'failed' })
  expect(log.takeFaults()).toMatchObject([{ code }])
  expect(await addressOf(id)).toBe(old)

  world.stripe.control({ faults: [] })
  world.supabase.control({ faults: [] })
  world.stripe.resendEvent(failed.event.id)
  await world.stripe.settled()
  expect(world.stripe.deliveries().at(-1)).toMatchObject({ attempts: [200] })
  expect(await addressOf(id)).toBe(fresh)
}

describe('Stripe', () => {
  test.each<[string, StripeFault, number, string]>([
    ['fails', { status: 500 }, 502, 'stripe_unavailable'],
    ['breaks off', { cut: true }, 502, 'stripe_unavailable'],
    ['answers rubbish', { rubbish: true }, 502, 'stripe_unavailable'],
    ['asks for a pause', { status: 429 }, 503, 'stripe_rate_limited'],
    ['asks for a permission', { permission: 'rak_customer_read' }, 503, 'permission_missing'],
    ['refuses the key', { status: 401 }, 503, 'config_missing'],
  ])('%s while it is read again: the next ring repairs it', async (_, fault, status, code) => {
    world.stripe.control({ faults: [{ method: 'GET', path: '/v1/customers/', ...fault }] })
    await expectRepaired(status, code)
  })
})

describe('the database', () => {
  const paths = ['/rest/v1/rpc/take_read_ticket', '/rest/v1/rpc/record_customers']
  const faults: [string, SupabaseFault, number, string][] = [
    ['fails', { status: 500 }, 502, 'database_unavailable'],
    ['is overloaded', { status: 503 }, 502, 'database_unavailable'],
    ['asks for a pause', { status: 429, retryAfter: 5 }, 502, 'database_unavailable'],
    ['breaks off', { cut: true }, 502, 'database_unavailable'],
    ['answers rubbish', { rubbish: true }, 502, 'database_unavailable'],
    ['answers in another shape', { status: 200, body: {} }, 502, 'database_unavailable'],
    ['refuses the key', { status: 401 }, 503, 'config_missing'],
  ]
  describe.each(paths)('%s', (path) => {
    test.each(faults)('%s: the next ring repairs it', async (_, fault, status, code) => {
      world.supabase.control({ faults: [{ path, ...fault }] })
      await expectRepaired(status, code)
    })
  })

  test('that has no such function says what to run', async () => {
    const body = { code: 'PGRST202', message: 'Could not find the function' }
    world.supabase.control({
      faults: [{ path: '/rest/v1/rpc/take_read_ticket', status: 404, body, times: 1 }],
    })
    world.stripe.updateCustomer(id, { email: fresh })
    await world.stripe.settled()
    const [fault] = log.takeFaults()
    expect(fault?.reason).toContain('supabase/migrations')
    expect(await addressOf(id)).toBe(fresh)
  })

  test('fails at a deletion: the next ring leaves the tombstone', async () => {
    world.supabase.control({ faults: [{ path: paths[1]!, status: 500, times: 1 }] })
    world.stripe.deleteCustomer(id)
    await world.stripe.settled()
    expect(log.takeFaults()).toMatchObject([{ code: 'database_unavailable' }])
    expect(world.stripe.deliveries().at(-1)?.attempts).toEqual([502, 200])
    expect(await world.rows()).toMatchObject([{ email: null, deleted: true }])
  })
})

test('Stripe’s own second attempt suffices', async () => {
  world.stripe.control({
    faults: [{ method: 'GET', path: '/v1/customers/', status: 429, times: 2 }],
  })
  world.stripe.updateCustomer(id, { email: fresh })
  await world.stripe.settled()
  expect(world.stripe.deliveries().at(-1)?.attempts).toEqual([503, 503, 200])
  expect(log.takeFaults()).toHaveLength(2)
  expect(await addressOf(id)).toBe(fresh)
})
