import { beforeEach, expect, test, vi } from 'vitest'
import { expectInStep } from '#tests/in-step.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { useHeldCalls } from '../hold-calls.ts'
import { listenToLog } from '../log-lines.ts'
import { stripeFaults, supabaseFaults } from '../service-faults.ts'
import { skipSilence } from '../time-outs.ts'

const [old, fresh] = ['ada@example.com', 'ada@new.example.com']
const holdNext = useHeldCalls()
const log = listenToLog()

let world: World
let id: string
beforeEach(async () => {
  world = await emptyWorld()
  id = await world.knownCustomer(old)
  world.loseWebhooks()
})

const ring = () => {
  world.stripe.updateCustomer(id, { email: fresh })
  return world.deliver(world.stripe.events()[0])
}

async function expectKept(delivered: Response | Promise<Response>): Promise<void> {
  const response = await delivered
  expect([response.status, await response.json()]).toEqual([
    200,
    { received: true, outcome: 'kept' },
  ])
  expect(await world.rowOf(id)).toMatchObject({ address: old })
}

/** The clock reads what was kept, and drops it. */
async function expectReadByClock(): Promise<void> {
  world.stripe.control({ faults: [] })
  expect(await (await world.tick()).json()).toMatchObject({ kept: 1 })
  await expectInStep(world)
  expect(await (await world.tick()).json()).toMatchObject({ kept: 0 })
}

const limits = Object.entries(stripeFaults).filter(([name]) => name.startsWith('429'))

test.each(limits)('what Stripe’s limits keep from being read is kept: %s', async (_, [fault]) => {
  world.stripe.control({ faults: [{ ...fault, path: '/v1/customers/' }] })
  await expectKept(ring())
  // Asked once: its calls are the sign-ins'.
  expect(world.stripe.calls).toHaveLength(1)
  await expectReadByClock()
})

test('what was not read within nine seconds is kept, whenever that read lands', async () => {
  const over = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) =>
    milliseconds === 9000 ? over.signal : new AbortController().signal,
  )
  const held = holdNext(`/v1/customers/${id}`)
  const delivered = ring()
  await held.arrived
  over.abort()
  await expectKept(delivered)
  held.letGo()
  await expectReadByClock()
})

test('a customer that was deleted meanwhile becomes a tombstone', async () => {
  world.stripe.control({ faults: [{ status: 429, path: '/v1/customers/' }] })
  await expectKept(ring())
  world.stripe.deleteCustomer(id)
  await expectReadByClock()
  expect(await world.rowOf(id)).toMatchObject({ deleted: true })
})

test('a letter that the clock could not read waits for its next turn', async () => {
  world.stripe.control({ faults: [{ status: 429, path: '/v1/customers/' }] })
  await expectKept(ring())
  world.stripe.control({ faults: [{ status: 500, path: '/v1/customers/' }] })
  await expectProblem(world.tick(), 502, 'stripe_unavailable')
  expect(log.takeFaults()).toHaveLength(1)
  await expectReadByClock()
})

test.each(Object.entries(supabaseFaults))(
  'only where it can’t be kept either, Stripe has to deliver again: %s',
  async (_, [fault, { status, code }]) => {
    skipSilence()
    world.stripe.control({ faults: [{ status: 429, path: '/v1/customers/' }] })
    world.supabase.control({ faults: [{ ...fault, path: '/rest/v1/rpc/keep_letters' }] })
    // A plain answer of another shape says nothing of a function that answers nothing.
    if (fault.status === 200) return expectKept(ring())
    await expectProblem(ring(), status, code)
    expect(log.takeFaults()).toHaveLength(1)
  },
)
