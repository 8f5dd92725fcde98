import { beforeEach, expect, test } from 'vitest'
import { createRandom } from './stage/create-random.ts'
import { startCommand } from '#tests/cli/terminal/run-command.ts'
import { createCrowd, expectInStep } from '#tests/in-step.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'

const random = createRandom(20261121)
let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

/** Eight in each hour. */
const createCustomers = (count: number) =>
  createCrowd(world, count, (place) => 1_700_000_000 + (place >> 3) * 3600)

/**
 * Runs the command again and again, and kills it after so many more calls to Stripe, until it gets to its end.
 * @returns how often it was killed
 */
async function runThroughKills(args: string[]): Promise<number> {
  for (let kills = 0; ; kills += 1) {
    const run = startCommand(args)
    const before = world.stripe.calls.length
    const most = kills < 12 ? 2 + Math.floor(random() * 9) : Infinity
    const isOver = run.ended.then(() => true)
    await run.until(() => world.stripe.calls.length - before >= most).catch(() => undefined)
    // Not at a call, but anywhere between two.
    const lag = new Promise((resolve) => void setTimeout(resolve, random() * 60, false))
    if ((await Promise.race([isOver, lag])) === false) run.signal('SIGKILL')
    const { code, err } = await run.ended
    if (code === 0) return kills
    expect(err).not.toContain('config_missing')
    expect(code).toBeNull()
  }
}

test('a backfill that is killed at any point is resumed, and misses nobody', async () => {
  createCustomers(3000)
  world.stripe.control({ latencyMs: 20 })
  expect(await runThroughKills(['sync'])).toBeGreaterThan(3)
  await expectInStep(world)
})

test('a replay that is killed at any point is resumed, and misses nothing', async () => {
  const ids = createCustomers(150)
  await runThroughKills(['sync'])
  world.stripe.control({ deliveries: { drop: true }, latencyMs: 20 })
  for (const id of ids) world.stripe.updateCustomer(id, { email: `moved.${id}@example.com` })
  for (const id of ids.slice(0, 20)) world.stripe.deleteCustomer(id)
  await world.stripe.settled()
  expect(await runThroughKills(['sync'])).toBeGreaterThan(3)
  await expectInStep(world)
})

test('a sweep that is killed at any point is resumed, and every deleted customer gets a tombstone', async () => {
  const ids = createCustomers(400)
  await runThroughKills(['sync'])
  for (const id of ids.slice(0, 120)) world.stripe.deleteCustomer(id, { silent: true })
  world.stripe.control({ latencyMs: 20 })
  await world.supabase.database.query(
    `update sync_state set passed_at = passed_at - interval '25 hours'`,
  )
  expect(await runThroughKills(['sync'])).toBeGreaterThan(3)
  await expectInStep(world)
  expect((await world.rows()).filter(({ deleted }) => deleted)).toHaveLength(120)
})

test('two runs at once, one of them killed, leave the table right', async () => {
  const ids = createCustomers(600)
  world.stripe.control({ latencyMs: 20 })
  const other = startCommand(['sync', '--full'])
  const kills = runThroughKills(['sync'])
  for (const id of ids.slice(0, 50)) world.stripe.deleteCustomer(id)
  for (const id of ids.slice(50, 100))
    world.stripe.updateCustomer(id, { email: `moved.${id}@example.com` })
  await kills
  expect((await other.ended).code).toBe(0)
  await world.stripe.settled()
  await runThroughKills(['sync'])
  await expectInStep(world)
})
