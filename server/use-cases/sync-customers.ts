import type { CustomerTable } from '../gateways/customer-table.ts'
import type { StripeGateway } from '../gateways/stripe.ts'
import { createPacer } from '../rules/pacer.ts'
import type { SyncState } from '../rules/sync-state.ts'
import { OutOfTimeError, paceStripe } from './pace-stripe.ts'
import { replayEvents } from './replay-events.ts'
import { runFullPass } from './run-full-pass.ts'
import { assertSameAccount, sweepUnmet } from './sweep-unmet.ts'

export type SyncWorld = {
  stripe: StripeGateway
  table: CustomerTable
  livemode: boolean
  /** Milliseconds. */
  now: () => number
  sleep: (milliseconds: number) => Promise<void>
}

export type SyncOrder = {
  /** Whether a call may still be begun after so many milliseconds. */
  hasTime: (after: number) => boolean
  /** A full pass now, not only once a day. */
  isFull: boolean
  /** Calls to Stripe in a second. */
  perSecond: { backfill: number; upkeep: number }
  /** Windows of the full pass listed side by side. */
  width: number
  onProgress?: (progress: SyncReport) => void
}

/** What a run did. `isComplete`: nothing is left to do before the next event or the next day. */
export type SyncReport = {
  /** Customers listed by a full pass. */
  passed: number
  /** From 0 to 1: how far the full pass has come. */
  coverage: number
  /** Customers read again because an event rang for them. */
  replayed: number
  /** Rows looked into because the full pass did not meet them. */
  swept: number
  isComplete: boolean
}

const daySeconds = 86_400
const pagesBetweenSaves = 10

/**
 * Brings the whole table in step with Stripe, and goes on where an earlier run stopped: what events rang for since
 * the last run is read again; on the first run, once a day, and after a gap that Stripe's events no longer cover, every
 * customer is listed, and rows that were not met are looked into.
 *
 * Two runs at once, a run killed anywhere, and a pause asked for by Stripe leave the table right: every write goes
 * through the ticketed door, and a place is saved only after what lies before it was recorded.
 *
 * @throws whatever Stripe and the database throw; `config_missing` where key and table are of different accounts
 */
export async function syncCustomers(world: SyncWorld, order: SyncOrder): Promise<SyncReport> {
  const report: SyncReport = { passed: 0, coverage: 0, replayed: 0, swept: 0, isComplete: false }
  try {
    await world.table.clearRequestCounts()
    await run(world, order, report)
    report.isComplete = true
  } catch (error) {
    if (!(error instanceof OutOfTimeError)) throw error
  }
  return report
}

async function run(world: SyncWorld, order: SyncOrder, report: SyncReport): Promise<void> {
  let state = await world.table.readSyncState()
  const save = async (change: Partial<SyncState>) => {
    state = { ...state, ...change }
    await world.table.saveSyncState(state)
  }
  const isFirst = state.passedAt === null
  const paced = (perSecond: number) => ({
    ...world,
    stripe: paceStripe(world.stripe, createPacer(perSecond, world.now), {
      sleep: world.sleep,
      hasTime: order.hasTime,
    }),
  })
  const upkeep = paced(order.perSecond.upkeep)

  if (state.mark !== null || state.passedAt !== null) {
    const replayed = await replayEvents(upkeep, state, save)
    if (replayed === null) await save({ pass: null, mark: null, replayAfter: null, passedAt: null })
    else report.replayed = replayed
  }

  const nowSeconds = Math.floor(world.now() / 1000)
  const isDue = order.isFull || state.passedAt === null || nowSeconds - state.passedAt >= daySeconds
  if (state.pass === null && isDue) {
    const ticket = await world.table.takeReadTicket()
    await assertSameAccount(upkeep, ticket)
    // The mark is set before the first page: what rings while the pass is under way is replayed after it.
    const newest = state.mark ?? (await upkeep.stripe.newestEvent(null))
    await save({ mark: newest, pass: { ticket, until: null, sweepAfter: null } })
  }

  let { pass } = state
  if (pass !== null && pass.sweepAfter === null) {
    const { ticket, until } = pass
    let place = until
    let pages = 0
    const savePlace = () => save({ pass: { ticket, until: place, sweepAfter: null } })
    try {
      await runFullPass(isFirst ? paced(order.perSecond.backfill) : upkeep, {
        until,
        width: order.width,
        async onPage({ customers, frontier, coverage }) {
          report.passed += customers
          report.coverage = coverage
          order.onProgress?.(report)
          place = frontier
          pages += 1
          if (pages % pagesBetweenSaves === 0) await savePlace()
        },
      })
    } catch (error) {
      // Whatever stopped it: what was recorded need not be listed again.
      await Promise.allSettled([savePlace()])
      throw error
    }
    pass = { ticket, until: null, sweepAfter: '' }
    await save({ pass })
  }
  if (pass !== null) {
    const { ticket, sweepAfter } = pass
    report.swept = await sweepUnmet(upkeep, { ticket, after: sweepAfter ?? '' }, (after) =>
      save({ pass: { ticket, until: null, sweepAfter: after } }),
    )
    await save({ pass: null, passedAt: Math.floor(world.now() / 1000) })
  }
}
