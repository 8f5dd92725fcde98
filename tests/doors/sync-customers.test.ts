import { beforeEach, expect, test, vi } from 'vitest'
import { createCrowd, expectInStep } from '#tests/in-step.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from './log-lines.ts'
import { alterEnvironment } from './shop.ts'

const silent = { silent: true }
const log = listenToLog()
let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

async function run(): Promise<Record<string, unknown>> {
  const response = await world.tick()
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, unknown>
}

const alterState = (sql: string) => world.supabase.database.query(`update sync_state set ${sql}`)

test('an empty table fills itself, several pages of it, many created in one second; a second run has nothing to do', async () => {
  createCrowd(world, 250, (place) => 1_700_000_000 + (place >> 7))
  for (const email of [null, 'jürgen@example.com', `${'a'.repeat(500)}@example.com`])
    world.stripe.createCustomer({ email }, silent)
  expect(await run()).toMatchObject({ passed: 253, isComplete: true })
  await expectInStep(world)
  expect(await run()).toMatchObject({ passed: 0, swept: 0, isComplete: true })
})

test.each([
  ['U+0000', 'a\0@example.com'],
  ['half a character', 'a\ud800@example.com'],
])(
  'an address that no database takes stops neither its event nor the pass: %s',
  async (_what, email) => {
    const poisoned = world.stripe.createCustomer({ email })
    const { id } = world.stripe.createCustomer({ email: 'ada@example.com' })
    await world.stripe.settled()
    expect(await world.rowOf(poisoned.id)).toMatchObject({ email: null, deleted: false })
    await world.supabase.database.query('truncate stripe_customers')
    expect(await run()).toMatchObject({ passed: 2, isComplete: true })
    expect(await world.rowOf(poisoned.id)).toMatchObject({ email: null, deleted: false })
    expect(await world.rowOf(id)).toMatchObject({ email: 'ada@example.com' })
  },
)

test('every turn notes its place, also where Stripe has no event: that is how a silent clock is told', async () => {
  await run()
  await alterState(`updated_at = updated_at - interval '5 hours'`)
  await run()
  const { rows } = await world.supabase.database.query<{ isFresh: boolean }>(
    `select updated_at > now() - interval '1 hour' as "isFresh" from sync_state
     where subject = 'customers'`,
  )
  expect(rows).toEqual([{ isFresh: true }])
})

test('a project that serves another schema first is none the worse', async () => {
  const { id } = world.stripe.createCustomer({ email: 'ada@example.com' }, silent)
  world.supabase.control({ schemas: ['graphql_public', 'public'] })
  await run()
  expect(await world.rowOf(id)).toMatchObject({ email: 'ada@example.com' })
})

test('what lost webhooks would have told is read again', async () => {
  const [moves = '', goes = ''] = createCrowd(world, 2)
  await run()
  world.loseWebhooks()
  world.stripe.updateCustomer(moves, { email: 'moved@example.com' })
  world.stripe.deleteCustomer(goes)
  world.stripe.createCustomer({ email: 'new@example.com' })
  await run()
  await expectInStep(world)
  expect(await world.rowOf(goes)).toMatchObject({ deleted: true })
})

test('an event that states its changes, and no address among them, costs no read', async () => {
  const [busy = '', moved = ''] = createCrowd(world, 2)
  await run()
  world.loseWebhooks()
  for (const balance of [1, 2, 3]) world.stripe.updateCustomer(busy, { balance })
  world.stripe.updateCustomer(moved, { email: 'moved@example.com', name: 'Moved' })
  expect(await run()).toMatchObject({ replayed: 1 })
  await expectInStep(world)
})

test('what changed without an event is found by the daily pass, and what is gone becomes a tombstone', async () => {
  const [kept = '', gone = ''] = createCrowd(world, 2)
  await run()
  world.stripe.updateCustomer(kept, { email: 'moved@example.com' }, silent)
  world.stripe.deleteCustomer(gone, silent)
  expect(await run()).toMatchObject({ passed: 0 })
  await alterState(`passed_at = passed_at - interval '25 hours'`)
  expect(await run()).toMatchObject({ passed: 1, swept: 1, isComplete: true })
  await expectInStep(world)
})

test('a key of another account stops before anything is written', async () => {
  createCrowd(world, 1)
  await run()
  const before = await world.rows()
  alterEnvironment({ STRIPE_API_KEY: 'sk_test_other' })
  world.stripe.other.createCustomer({ email: 'foreign@example.com' }, silent)
  await alterState('passed_at = null')
  await expectProblem(world.tick(), 503, 'config_missing')
  expect(log.takeFaults()).toHaveLength(1)
  expect(await world.rows()).toEqual(before)
})

test('a gap that the events no longer cover means a full pass', async () => {
  createCrowd(world, 1)
  await run()
  await alterState(`event_id = 'evt_forgotten', event_created_at = now() - interval '40 days'`)
  world.stripe.createCustomer({ email: 'new@example.com' }, silent)
  expect(await run()).toMatchObject({ passed: 2, isComplete: true })
  await expectInStep(world)
})

// The budget in virtual time, whatever is slow: tests/convergence/budget.long.test.ts.
test('before Netlify ends it the door stops, and at the next tick resumes where it left off', async () => {
  createCrowd(world, 1500)
  const { now } = Date
  let ahead = 0
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + ahead)
  const { fetch } = globalThis
  const network = vi.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
    const answer = await fetch(...request)
    // Eight lists are under way at once.
    if (answer.url.startsWith(world.stripe.url)) ahead += 8000 / 8
    return answer
  })
  const first = await run()
  expect(first).toMatchObject({ isComplete: false })
  expect(ahead).toBeLessThanOrEqual(26_000)
  clock.mockRestore()
  network.mockRestore()
  expect(await run()).toMatchObject({ isComplete: true })
  await expectInStep(world)
})
