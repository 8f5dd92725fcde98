import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { expectNothingTold, planted } from '../nothing-told.ts'
import type { Outcome } from '../service-faults.ts'
import { stripeFaults, supabaseFaults } from '../service-faults.ts'
import { skipSilence } from '../time-outs.ts'

const [old, fresh] = ['ada@example.com', 'ada@new.example.com']
const log = listenToLog()

let world: World
let id: string
beforeEach(async () => {
  world = await emptyWorld()
  id = await world.knownCustomer(old)
  skipSilence()
})

/** Changes the address while the fault lasts: nothing is written, nothing told, and the next ring repairs it. */
async function expectRepaired({ status, code }: Outcome): Promise<void> {
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

// That Stripe knows no such customer is no fault: tests/doors/stripe-webhook/webhook.test.ts. What its limits and its
// silence become: tests/doors/stripe-webhook/kept.test.ts.
const isKept = (name: string) => name.startsWith('429') || name === 'silence'
const atStripe = Object.entries(stripeFaults).filter(([name]) => name !== '404' && !isKept(name))
test.each(atStripe)(
  'Stripe answers %s while the customer is read again: the next ring repairs it',
  async (_, [fault, outcome]) => {
    world.stripe.control({ faults: [{ ...fault, path: '/v1/customers/' }] })
    await expectRepaired(outcome)
  },
)

describe.each(['take_read_ticket', 'record_customers'])('the database, at %s,', (name) => {
  test.each(Object.entries(supabaseFaults))(
    'answers %s: the next ring repairs it',
    async (_, [fault, outcome]) => {
      world.supabase.control({ faults: [{ ...fault, path: `/rest/v1/rpc/${name}` }] })
      await expectRepaired(outcome)
    },
  )
})

test('a database without the function says what to run', async () => {
  const [fault, outcome] = supabaseFaults['404']!
  world.supabase.control({ faults: [{ ...fault, path: '/rest/v1/rpc/take_read_ticket' }] })
  await expectRepaired(outcome)
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
