import { beforeEach, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, problemOf } from '#tests/world.ts'

const silent = { silent: true }
const addressOf = (place: number) => `person.${place}@example.com`
let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

async function run(): Promise<Record<string, unknown>> {
  const response = await world.tick()
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, unknown>
}

/** The table equals Stripe's customers, tombstones aside. */
async function expectInStep(): Promise<void> {
  const live = (await world.rows()).filter(({ deleted }) => !deleted)
  const atStripe = world.stripe.customers().map(({ id, email }) => ({ id, email }))
  expect(live.map((row) => ({ id: row.stripe_customer_id, email: row.email }))).toEqual(
    atStripe.sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
}

test('an empty table fills itself, several pages of it, many created in one second', async () => {
  for (let place = 0; place < 250; place += 1)
    world.stripe.createCustomer(
      { email: addressOf(place), created: 1_700_000_000 + (place >> 7) },
      silent,
    )
  expect(await run()).toMatchObject({ passed: 250, isComplete: true })
  await expectInStep()
})

test('customers without an address and customers of odd addresses are kept as they are', async () => {
  world.stripe.createCustomer({ email: null }, silent)
  world.stripe.createCustomer({ email: 'jürgen@example.com' }, silent)
  world.stripe.createCustomer({ email: `${'a'.repeat(500)}@example.com` }, silent)
  await run()
  await expectInStep()
})

test('a second run has nothing to do', async () => {
  world.stripe.createCustomer({ email: addressOf(1) }, silent)
  await run()
  expect(await run()).toMatchObject({ passed: 0, swept: 0, isComplete: true })
})

test('what lost webhooks would have told is read again', async () => {
  const { id } = world.stripe.createCustomer({ email: addressOf(1) }, silent)
  const gone = world.stripe.createCustomer({ email: addressOf(2) }, silent)
  await run()
  world.stripe.control({ deliveries: { drop: true } })
  world.stripe.updateCustomer(id, { email: 'moved@example.com' })
  world.stripe.deleteCustomer(gone.id)
  world.stripe.createCustomer({ email: addressOf(3) })
  await world.stripe.settled()
  await run()
  await expectInStep()
  expect((await world.rows()).find((row) => row.stripe_customer_id === gone.id)?.deleted).toBe(true)
})

test('an event that states its changes, and no address among them, costs no read', async () => {
  const [busy, moved] = [1, 2].map((place) =>
    world.stripe.createCustomer({ email: addressOf(place) }, silent),
  )
  await run()
  world.stripe.control({ deliveries: { drop: true } })
  for (let balance = 1; balance <= 3; balance += 1)
    world.stripe.updateCustomer(busy!.id, { balance })
  world.stripe.updateCustomer(moved!.id, { email: 'moved@example.com', name: 'Moved' })
  await world.stripe.settled()
  expect(await run()).toMatchObject({ replayed: 1 })
  await expectInStep()
})

test('what changed without an event is found by the daily pass, and what is gone becomes a tombstone', async () => {
  const kept = world.stripe.createCustomer({ email: addressOf(1) }, silent)
  const gone = world.stripe.createCustomer({ email: addressOf(2) }, silent)
  await run()
  world.stripe.updateCustomer(kept.id, { email: 'moved@example.com' }, silent)
  world.stripe.deleteCustomer(gone.id, silent)
  expect(await run()).toMatchObject({ passed: 0 })
  await world.supabase.database.query(
    `update sync_state set passed_at = passed_at - interval '25 hours'`,
  )
  expect(await run()).toMatchObject({ passed: 1, swept: 1, isComplete: true })
  await expectInStep()
})

test('a key of another account stops before anything is written', async () => {
  world.stripe.createCustomer({ email: addressOf(1) }, silent)
  await run()
  const before = await world.rows()
  world = await emptyWorldKeeping({ STRIPE_API_KEY: 'sk_test_other' })
  world.stripe.other.createCustomer({ email: 'foreign@example.com' }, silent)
  await world.supabase.database.query(`update sync_state set passed_at = null`)
  const response = await world.tick()
  expect((await problemOf(response)).code).toBe('config_missing')
  expect(await world.rows()).toEqual(before)
})

test('a gap that the events no longer cover means a full pass', async () => {
  world.stripe.createCustomer({ email: addressOf(1) }, silent)
  await run()
  await world.supabase.database.query(
    `update sync_state set event_id = 'evt_forgotten', event_created_at = now() - interval '40 days'`,
  )
  world.stripe.createCustomer({ email: addressOf(2) }, silent)
  expect(await run()).toMatchObject({ passed: 2, isComplete: true })
  await expectInStep()
})

async function emptyWorldKeeping(env: Record<string, string>): Promise<World> {
  const { setEnvironment } = await import('#tests/world.ts')
  const ours = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(SUPABASE|STRIPE|FRONTEND)_/.test(name)),
  ) as Record<string, string>
  setEnvironment({ ...ours, ...env })
  return world
}
