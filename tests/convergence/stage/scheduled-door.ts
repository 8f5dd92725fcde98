import { expect } from 'vitest'
import { GatewayError } from '#server/errors.ts'
import { routeEvent, subjects } from '#server/use-cases/events/route-event.ts'
import { syncCustomers } from '#server/use-cases/sync/sync-customers.ts'
import type { SyncReport } from '#server/use-cases/sync/sync-run.ts'
import type { Stage } from './stage.ts'
import type { VirtualTime } from './virtual-time.ts'

// The scheduled door's own figures: netlify/functions/sync-customers.ts, server/wiring/sync.ts.
const budget = 26_000
const lastCall = 3000
const longestCall = 8000
const perSecond = { backfill: 22, upkeep: 5 }
const everyMs = 600_000
const databaseTakes = 50

type Call = (...args: unknown[]) => Promise<unknown>

/** The scheduled door in virtual time: what a slow Stripe does to it takes no time to see. */
export function createScheduledDoor(stage: Stage, time: VirtualTime) {
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

  /** Stripe's clock, too, says what time it is. */
  function tellStripe(): void {
    stage.clock.seconds = Math.floor(time.now() / 1000)
  }

  /** One run, which must end within its budget; afterwards it is time for the next. */
  async function tick(stripeTakes: number): Promise<SyncReport> {
    const startedAt = time.now()
    const endsAt = startedAt + budget
    tellStripe()
    const cast = stage.cast('own', { throughDataApi: false })
    const longest = () => Math.min(longestCall, endsAt - time.now())
    const cutOff = (code: 'stripe_unavailable' | 'database_unavailable') =>
      new GatewayError(code, 'cut off')
    const atStripe = { takes: stripeTakes, longest, cutOff: cutOff('stripe_unavailable') }
    const atDatabase = { takes: databaseTakes, longest, cutOff: cutOff('database_unavailable') }
    const run = syncCustomers(
      {
        livemode: cast.livemode,
        route: routeEvent,
        subjects,
        now: time.now,
        sleep: time.sleep,
        customers: slowed(cast.customers, atStripe),
        sales: slowed(cast.sales, atStripe),
        lists: slowed(cast.lists, atStripe),
        catalogue: slowed(cast.catalogue, atStripe),
        log: slowed(cast.log, atStripe),
        records: slowed(cast.records, atDatabase),
        purchases: slowed(cast.purchases, atDatabase),
        catalogueRecords: slowed(cast.catalogueRecords, atDatabase),
        credits: slowed(cast.credits, atDatabase),
        place: slowed(cast.place, atDatabase),
        letters: slowed(cast.letters, atDatabase),
        counts: slowed(cast.counts, atDatabase),
      },
      {
        isFull: false,
        hasTime: (after) => time.now() + after + lastCall < endsAt,
        perSecond,
      },
    )
    const report = await time.runUntil(run)
    expect(time.now() - startedAt).toBeLessThanOrEqual(budget)
    await time.runUntil(time.sleep(everyMs - budget))
    return report
  }

  return {
    tellStripe,
    tick,
    /** Ticks until nothing is left to do; what each of them did. */
    async tickToTheEnd(stripeTakes: number, atMost: number): Promise<SyncReport[]> {
      const reports: SyncReport[] = []
      do {
        reports.push(await tick(stripeTakes))
        expect(reports.length, 'ticks').toBeLessThanOrEqual(atMost)
      } while (reports.at(-1)?.isComplete !== true)
      return reports
    },
    /** A day and an hour go by, in which the clock does not ring. */
    letADayPass: () => time.runUntil(time.sleep(25 * 3_600_000)),
  }
}

export function sum(reports: SyncReport[], of: 'kept' | 'passed' | 'replayed' | 'swept'): number {
  return reports.reduce((total, report) => total + report[of], 0)
}
