import { beforeEach, describe, expect, test } from 'vitest'
import { createCrowd, expectInStep } from '#tests/in-step.ts'
import { createScheduledDoor, sum } from './stage/scheduled-door.ts'
import { useStage } from './stage/stage.ts'
import type { VirtualTime } from './stage/virtual-time.ts'
import { createVirtualTime } from './stage/virtual-time.ts'

const stage = useStage()
let time: VirtualTime
let door: ReturnType<typeof createScheduledDoor>
beforeEach(() => {
  time = createVirtualTime()
  door = createScheduledDoor(stage, time)
})

/** The youngest was created three days ago, each other one a minute before the next. */
function createCustomers(count: number): string[] {
  const newest = Math.floor(time.now() / 1000) - 3 * 86_400
  return createCrowd(stage, count, (place) => newest - (count - place) * 60)
}

/** Each of these gets another address, and Stripe says so in an event. */
function move(ids: string[]): void {
  door.tellStripe()
  for (const id of ids)
    stage.stripe.updateCustomer(id, { email: `moved.${time.now()}.${id}@example.com` })
}

/** More in ten minutes than can be read again in one tick. */
function moveMany(): void {
  const ids = stage.stripe.customers().map(({ id }) => id)
  move(ids.slice(0, 150))
}

describe('within its budget the scheduled door gets to the end, some ticks later', () => {
  test.each([
    { stripeTakes: 120, atMost: 1 },
    { stripeTakes: 2500, atMost: 3 },
    // Seven for the customers; what was sold is five lists more, and what is for sale three.
    { stripeTakes: 7500, atMost: 12 },
  ])('of a backfill, each page taking $stripeTakes ms', async ({ stripeTakes, atMost }) => {
    createCustomers(650)
    const reports = await door.tickToTheEnd(stripeTakes, atMost)
    await expectInStep(stage)
    // Hardly anybody is listed twice: no tick begins at the beginning.
    expect(sum(reports, 'passed')).toBeLessThanOrEqual(650 + reports.length)
  })

  const hour = 3600
  test.each([
    { account: 'an old account', eventsAgo: [24 * hour, 23 * hour], stripeTakes: 120, atMost: 3 },
    { account: 'an old account', eventsAgo: [24 * hour, 23 * hour], stripeTakes: 2500, atMost: 5 },
    { account: 'an old account', eventsAgo: [24 * hour, 23 * hour], stripeTakes: 7000, atMost: 12 },
    // No event is old enough to begin behind.
    { account: 'a young account', eventsAgo: [0], stripeTakes: 120, atMost: 3 },
    { account: 'a young account', eventsAgo: [0], stripeTakes: 7000, atMost: 12 },
    // Nothing to begin behind at all: everybody is listed again.
    { account: 'an account without an event', eventsAgo: [], stripeTakes: 120, atMost: 3 },
  ])(
    'of a replay in $account, each call taking $stripeTakes ms',
    async ({ eventsAgo, stripeTakes, atMost }) => {
      const ids = createCustomers(180)
      for (const ago of eventsAgo) {
        stage.clock.seconds = Math.floor(time.now() / 1000) - ago
        stage.stripe.updateCustomer(ids[0]!, { name: `Ann, ${ago} seconds ago` })
      }
      await door.tickToTheEnd(120, 2)
      move(ids)
      const reports = await door.tickToTheEnd(stripeTakes, atMost)
      await expectInStep(stage)
      expect(sum(reports, 'passed')).toBe(eventsAgo.length > 0 ? 0 : ids.length)
    },
  )

  test.each([
    { stripeTakes: 120, atMost: 2 },
    { stripeTakes: 7000, atMost: 24 },
  ])('of a sweep, each call taking $stripeTakes ms', async ({ stripeTakes, atMost }) => {
    const ids = createCustomers(150)
    await door.tickToTheEnd(120, 1)
    for (const id of ids.slice(0, 130)) stage.stripe.deleteCustomer(id, { silent: true })
    await door.letADayPass()
    const reports = await door.tickToTheEnd(stripeTakes, atMost)
    await expectInStep(stage)
    // Each page is kept: at most the one under way is read twice.
    expect(sum(reports, 'swept')).toBe(130)
  })

  test('of a backfill, however much happens meanwhile', async () => {
    createCustomers(1500)
    for (let ticks = 0; (await stage.rows()).length < 1500; ticks += 1) {
      moveMany()
      await door.tick(2500)
      expect(ticks, 'ticks').toBeLessThanOrEqual(2)
    }
  })
})

describe('while a daily pass takes many ticks', () => {
  // Neither what rang nor the pass itself could end in one tick.
  beforeEach(async () => {
    createCustomers(1500)
    await door.tickToTheEnd(120, 1)
    await door.letADayPass()
    door.tellStripe()
  })

  test('a lost event is seen to in its second tick at the latest', async () => {
    await door.tick(7000)
    const { id } = stage.stripe.customers()[0]!
    move([id])
    const reports = [await door.tick(2500), await door.tick(2500)]
    expect(reports.some(({ isComplete }) => isComplete)).toBe(false)
    const row = (await stage.rows()).find((each) => each.id === id)
    expect(row?.email).toBe(stage.stripe.findCustomer(id)?.email)
  })

  test('a crowd of events in every tick does not keep it from ending', async () => {
    let passed = 0
    for (let ticks = 0; passed < 1500; ticks += 1) {
      moveMany()
      passed += (await door.tick(2500)).passed
      expect(ticks, 'ticks').toBeLessThanOrEqual(8)
    }
  })
})

describe('if Stripe asks for a pause', () => {
  const askForPause = (retryAfter: number, times: number) =>
    stage.stripe.control({
      faults: [{ path: '/v1/customers', status: 429, retryAfter, shouldRetry: false, times }],
    })

  test.each([1, 5])('%i times, the list is resumed afterwards', async (times) => {
    createCustomers(650)
    askForPause(1, times)
    await door.tickToTheEnd(120, 2)
    await expectInStep(stage)
  })

  test('longer than the time that is left, the next tick resumes it', async () => {
    createCustomers(350)
    await door.tick(7500)
    askForPause(60, 1)
    expect(await door.tick(120)).toMatchObject({ isComplete: false })
    await door.tickToTheEnd(120, 1)
    await expectInStep(stage)
  })
})
