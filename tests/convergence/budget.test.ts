import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { GatewayError } from '#server/errors.ts'
import type { SyncReport } from '#server/use-cases/sync/sync-run.ts'
import { routeEvent } from '#server/use-cases/events/route-event.ts'
import { syncCustomers } from '#server/use-cases/sync/sync-customers.ts'
import type { Stage } from './stage/stage.ts'
import { openStage } from './stage/stage.ts'
import { createVirtualTime } from './stage/virtual-time.ts'

// The scheduled door's own figures: netlify/functions/sync-customers.ts, server/wiring.ts.
const budget = 26_000
const lastCall = 3000
const longestCall = 8000
const databaseTakes = 50
const silent = { silent: true }

let stage: Stage
let time: ReturnType<typeof createVirtualTime>
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
beforeEach(async () => {
  await stage.empty()
  time = createVirtualTime()
})

type Call = (...args: unknown[]) => Promise<unknown>

/** The same gateway, each call of which takes its time, and is cut off at the longest that it may take. */
function slowed<T extends object>(
  gateway: T,
  { takes, longest, cutOff }: { takes: number; longest: () => number; cutOff: GatewayError },
): T {
  const slow =
    (call: Call): Call =>
    async (...args) => {
      const most = longest()
      if (takes > most) {
        await time.sleep(Math.max(0, most))
        throw cutOff
      }
      const answer = await time.atOnce(() => call(...args))
      await time.sleep(takes)
      return answer
    }
  const calls = Object.entries(gateway as Record<string, Call>)
  return Object.fromEntries(calls.map(([name, call]) => [name, slow(call)])) as T
}

/** One run of the scheduled door, which must end within its budget. */
async function tick(stripeTakes: number): Promise<SyncReport> {
  const startedAt = time.now()
  const endsAt = startedAt + budget
  stage.clock.seconds = Math.floor(startedAt / 1000)
  const cast = stage.cast('own', { throughDataApi: false })
  const longest = () => Math.min(longestCall, endsAt - time.now())
  const atStripe = {
    takes: stripeTakes,
    longest,
    cutOff: new GatewayError('stripe_unavailable', 'cut off'),
  }
  const atDatabase = {
    takes: databaseTakes,
    longest,
    cutOff: new GatewayError('database_unavailable', 'cut off'),
  }
  const run = syncCustomers(
    {
      livemode: cast.livemode,
      route: routeEvent,
      now: time.now,
      sleep: time.sleep,
      customers: slowed(cast.customers, atStripe),
      log: slowed(cast.log, atStripe),
      records: slowed(cast.records, atDatabase),
      place: slowed(cast.place, atDatabase),
      counts: slowed(cast.counts, atDatabase),
    },
    {
      isFull: false,
      hasTime: (after) => time.now() + after + lastCall < endsAt,
      perSecond: { backfill: 20, upkeep: 5 },
    },
  )
  const report = await time.runUntil(run)
  expect(time.now() - startedAt).toBeLessThanOrEqual(budget)
  await time.runUntil(time.sleep(600_000 - budget))
  return report
}

/** Ticks until nothing is left to do; what each of them did. */
async function tickToTheEnd(stripeTakes: number, atMost: number): Promise<SyncReport[]> {
  const reports: SyncReport[] = []
  do {
    reports.push(await tick(stripeTakes))
    expect(reports.length, 'ticks').toBeLessThanOrEqual(atMost)
  } while (reports.at(-1)?.isComplete !== true)
  return reports
}

async function expectInStep(): Promise<void> {
  const rows = await stage.rows()
  const living = rows.filter(({ deleted }) => !deleted).map(({ id, email }) => [id, email])
  const atStripe = stage.stripe.customers().map(({ id, email }) => [id, email])
  expect(new Map(living as [string, string][])).toEqual(new Map(atStripe as [string, string][]))
}

function createCrowd(count: number): string[] {
  const newest = Math.floor(time.now() / 1000) - 3 * 86_400
  return Array.from({ length: count }, (_, place) => {
    const created = newest - (count - place) * 60
    const email = `person.${place}@example.com`
    return stage.stripe.createCustomer({ email, created }, silent).id
  })
}

const sum = (reports: SyncReport[], of: 'passed' | 'replayed' | 'swept') =>
  reports.reduce((total, report) => total + report[of], 0)

describe('within its budget the scheduled door gets to the end, some ticks later', () => {
  test.each([
    { stripeTakes: 120, atMost: 1 },
    { stripeTakes: 2500, atMost: 2 },
    { stripeTakes: 7500, atMost: 7 },
  ])('of a backfill, each page taking $stripeTakes ms', async ({ stripeTakes, atMost }) => {
    createCrowd(650)
    const reports = await tickToTheEnd(stripeTakes, atMost)
    await expectInStep()
    // Hardly anybody is listed twice: no tick begins at the beginning.
    expect(sum(reports, 'passed')).toBeLessThanOrEqual(650 + reports.length)
  })

  test.each([
    { stripeTakes: 120, atMost: 3 },
    { stripeTakes: 2500, atMost: 5 },
    { stripeTakes: 7000, atMost: 12 },
  ])('of a replay, each call taking $stripeTakes ms', async ({ stripeTakes, atMost }) => {
    const ids = createCrowd(180)
    // Of the two events, one is old enough to begin behind it.
    stage.clock.seconds = Math.floor(time.now() / 1000) - 86_400
    stage.stripe.updateCustomer(ids[0]!, { name: 'Ann' })
    stage.clock.seconds += 3600
    stage.stripe.updateCustomer(ids[0]!, { name: 'Bob' })
    await tickToTheEnd(120, 2)
    stage.clock.seconds = Math.floor(time.now() / 1000)
    for (const id of ids) stage.stripe.updateCustomer(id, { email: `moved.${id}@example.com` })
    const reports = await tickToTheEnd(stripeTakes, atMost)
    await expectInStep()
    expect(sum(reports, 'passed')).toBe(0)
  })

  test.each([
    { stripeTakes: 120, atMost: 3 },
    { stripeTakes: 7000, atMost: 12 },
  ])(
    'of a replay in a young account, each call taking $stripeTakes ms',
    async ({ stripeTakes, atMost }) => {
      const ids = createCrowd(180)
      stage.clock.seconds = Math.floor(time.now() / 1000)
      stage.stripe.updateCustomer(ids[0]!, { name: 'Ann' })
      await tickToTheEnd(120, 2)
      stage.clock.seconds += 60
      for (const id of ids) stage.stripe.updateCustomer(id, { email: `moved.${id}@example.com` })
      await tickToTheEnd(stripeTakes, atMost)
      await expectInStep()
    },
  )

  test('of a replay where there was no event at all before', async () => {
    const ids = createCrowd(180)
    await tickToTheEnd(120, 1)
    stage.clock.seconds = Math.floor(time.now() / 1000)
    for (const id of ids) stage.stripe.updateCustomer(id, { email: `moved.${id}@example.com` })
    await tickToTheEnd(120, 3)
    await expectInStep()
  })

  test.each([
    { stripeTakes: 120, atMost: 2 },
    { stripeTakes: 7000, atMost: 24 },
  ])('of a sweep, each call taking $stripeTakes ms', async ({ stripeTakes, atMost }) => {
    const ids = createCrowd(150)
    await tickToTheEnd(120, 1)
    for (const id of ids.slice(0, 130)) stage.stripe.deleteCustomer(id, silent)
    await time.runUntil(time.sleep(25 * 3_600_000))
    const reports = await tickToTheEnd(stripeTakes, atMost)
    await expectInStep()
    // Each page is kept: at most the one under way is read twice.
    expect(sum(reports, 'swept')).toBe(130)
  })

  test('of a backfill, however much happens meanwhile', async () => {
    createCrowd(1500)
    const reports: SyncReport[] = []
    do {
      stage.clock.seconds = Math.floor(time.now() / 1000)
      // More in ten minutes than can be read again in one tick.
      for (const { id } of stage.stripe.customers().slice(0, 150))
        stage.stripe.updateCustomer(id, { email: `moved.${time.now()}.${id}@example.com` })
      reports.push(await tick(2500))
      expect(reports.length, 'ticks').toBeLessThanOrEqual(3)
    } while ((await stage.rows()).length < 1500)
  })
})

describe('while a daily pass takes many ticks', () => {
  // Neither what rang nor the pass itself could end in one tick.
  const longPass = async () => {
    createCrowd(1500)
    await tickToTheEnd(120, 1)
    await time.runUntil(time.sleep(25 * 3_600_000))
    stage.clock.seconds = Math.floor(time.now() / 1000)
  }

  test('a lost event is seen to in its second tick at the latest', async () => {
    await longPass()
    await tick(7000)
    const [customer] = stage.stripe.customers()
    stage.clock.seconds = Math.floor(time.now() / 1000)
    stage.stripe.updateCustomer(customer!.id, { email: 'moved@example.com' })
    const reports = [await tick(2500), await tick(2500)]
    expect(reports.some(({ isComplete }) => isComplete)).toBe(false)
    const row = (await stage.rows()).find(({ id }) => id === customer!.id)
    expect(row?.email).toBe('moved@example.com')
  })

  test('a crowd of events in every tick does not keep it from ending', async () => {
    await longPass()
    let passed = 0
    for (let ticks = 0; passed < 1500; ticks += 1) {
      stage.clock.seconds = Math.floor(time.now() / 1000)
      for (const { id } of stage.stripe.customers().slice(0, 150))
        stage.stripe.updateCustomer(id, { email: `moved.${time.now()}.${id}@example.com` })
      passed += (await tick(2500)).passed
      expect(ticks, 'ticks').toBeLessThanOrEqual(8)
    }
  })
})

describe('where Stripe asks for a pause', () => {
  test.each([{ times: 1 }, { times: 5 }])(
    '$times times, it goes on afterwards',
    async ({ times }) => {
      createCrowd(650)
      stage.stripe.control({
        faults: [{ path: '/v1/customers', status: 429, retryAfter: 1, shouldRetry: false, times }],
      })
      await tickToTheEnd(120, 2)
      await expectInStep()
    },
  )

  test('longer than the time that is left, the next tick goes on', async () => {
    createCrowd(350)
    await tick(7500)
    stage.stripe.control({
      faults: [
        { path: '/v1/customers', status: 429, retryAfter: 60, shouldRetry: false, times: 1 },
      ],
    })
    expect(await tick(120)).toMatchObject({ isComplete: false })
    await tickToTheEnd(120, 1)
    await expectInStep()
  })
})
