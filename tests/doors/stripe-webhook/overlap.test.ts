import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { shapes } from '../customer-events.ts'
import { useHeldCalls } from '../hold-calls.ts'
import { listenToLog } from '../log-lines.ts'
import { callsOf } from '../shop.ts'

const [old, fresh] = ['ada@example.com', 'ada@new.example.com']
const holdNext = useHeldCalls()
const log = listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
  // Nothing rings by itself: each test delivers what it means.
  world.loseWebhooks()
})

/** A customer at Stripe whose row says so. */
async function recorded(email: string): Promise<string> {
  const { id } = world.stripe.createCustomer({ email })
  await world.deliver(shapes.snapshot('customer.created', id))
  world.stripe.resetCalls()
  return id
}

async function expectRecorded(delivered: Response | Promise<Response>): Promise<void> {
  const response = await delivered
  expect([response.status, await response.json()]).toMatchObject([200, { outcome: 'recorded' }])
}

async function expectRow(address: string | null, deleted = false): Promise<void> {
  expect(await world.rows()).toMatchObject([{ address, deleted }])
}

describe('two handlers that overlap', () => {
  const record = '/rpc/record_customers'

  test('end with the newer address, though the older read lands last', async () => {
    const { id } = world.stripe.createCustomer({ email: old })
    const held = holdNext(record)
    const first = world.deliver(shapes.snapshot('customer.created', id))
    await held.arrived
    world.stripe.updateCustomer(id, { email: fresh })
    await expectRecorded(world.deliver(shapes.snapshot('customer.updated', id)))
    await expectRow(fresh)

    held.letGo()
    await expectRecorded(first)
    await expectRow(fresh)
    // The first is told that the row holds a read which began after its own: nothing is left to do.
    expect(callsOf(world)).toEqual(Array.from({ length: 2 }, () => `GET /v1/customers/${id}`))
  })

  test('end with the newer address, though the older read lands first and refuses the newer', async () => {
    const id = await recorded('before@example.com')
    world.stripe.updateCustomer(id, { email: old })
    const heldFirst = holdNext(record)
    const first = world.deliver(shapes.snapshot('customer.updated', id))
    await heldFirst.arrived
    world.stripe.updateCustomer(id, { email: fresh })
    const heldSecond = holdNext(record)
    const second = world.deliver(shapes.snapshot('customer.updated', id))
    await heldSecond.arrived
    heldFirst.letGo()
    await expectRecorded(first)
    await expectRow(old)
    heldSecond.letGo()
    await expectRecorded(second)
    await expectRow(fresh)
    expect(callsOf(world)).toHaveLength(3)
  })

  test('end with the tombstone, though a living read lands last', async () => {
    const id = await recorded(old)
    const held = holdNext(record)
    const first = world.deliver(shapes.snapshot('customer.updated', id))
    await held.arrived
    world.stripe.deleteCustomer(id)
    await expectRecorded(world.deliver(shapes.snapshot('customer.deleted', id)))
    held.letGo()
    await expectRecorded(first)
    await expectRow(null, true)
  })

  test('and are overtaken five times leave it to the next delivery', async () => {
    const id = await recorded(old)
    const body = [{ stripe_customer_id: id, outcome: 'overtaken', read_ticket: 0 }]
    world.supabase.control({
      faults: [{ path: '/rest/v1/rpc/record_customers', status: 200, body, times: 5 }],
    })
    world.stripe.updateCustomer(id, { email: fresh })
    const event = shapes.snapshot('customer.updated', id)
    await expectProblem(world.deliver(event), 502, 'database_unavailable')
    expect(log.takeFaults()).toHaveLength(1)
    expect(callsOf(world)).toHaveLength(5)
    await expectRow(old)
    await expectRecorded(world.deliver(event))
    await expectRow(fresh)
  })
})
