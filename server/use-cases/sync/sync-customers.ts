import type { CustomerTable } from '../../gateways/supabase/customer-table.ts'
import type { StripeGateway } from '../../gateways/stripe/customers.ts'
import { createPacer } from '../../rules/sync/pacer.ts'
import type { SyncState } from '../../rules/sync/sync-state.ts'
import type { SyncStripe } from './pace-stripe.ts'
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
const betweenSaves = 1000
/** A list of a hundred customers seldom takes longer. */
const longAnswerSeconds = 0.35
/** Pages are held in memory while they are written. */
const mostWidth = 8

/**
 * Brings the whole table in step with Stripe, and goes on where an earlier run stopped. On the first run, once a day,
 * and after a gap that Stripe's events no longer cover, every customer is listed, and rows that were not met are
 * looked into. What events rang for since the last run is read again. Where a full pass takes several runs, the two
 * take turns in going first, so that neither a crowd of events nor a slow Stripe can keep either from ending; the very
 * first pass, which fills the table, comes before everything.
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

/** The state as it was last saved, and how to save a change of it. */
type Place = { state: SyncState; save: (change: Partial<SyncState>) => Promise<void> }

async function run(world: SyncWorld, order: SyncOrder, report: SyncReport): Promise<void> {
  const place: Place = {
    state: await world.table.readSyncState(),
    async save(change) {
      place.state = { ...place.state, ...change }
      await world.table.saveSyncState(place.state)
    },
  }
  const paced = (perSecond: number): PacedWorld => ({
    ...world,
    width: Math.min(Math.ceil(perSecond * longAnswerSeconds), mostWidth),
    stripe: paceStripe(world.stripe, createPacer(perSecond, world.now), {
      sleep: world.sleep,
      hasTime: order.hasTime,
    }),
  })
  const upkeep = paced(order.perSecond.upkeep)

  let isDue = order.isFull || secondsNow(world) - (place.state.passedAt ?? 0) >= daySeconds
  for (;;) {
    const isFilled = place.state.passedAt !== null
    const isPassing = isDue || !isFilled || place.state.pass !== null
    const isPassFirst = !isFilled || (isPassing && place.state.isPassFirst)
    if (isPassing && isFilled) await place.save({ isPassFirst: !isPassFirst })
    if (!isPassFirst) {
      if (!(await replay(upkeep, order, place, report))) {
        await place.save({ pass: null, mark: null, replayAfter: null, passedAt: null })
        continue
      }
      if (!isPassing) return
    }
    const lister = isFilled ? upkeep : paced(order.perSecond.backfill)
    await pass({ upkeep, lister }, order, place, report)
    isDue = false
  }
}

/**
 * Reads again what events rang for since the last time.
 * @returns false where only a full pass helps
 */
async function replay(
  world: PacedWorld,
  order: SyncOrder,
  place: Place,
  report: SyncReport,
): Promise<boolean> {
  // Without a mark nothing else tells whether the key belongs to the table.
  if (place.state.mark === null) await assertSameAccount(world)
  return replayEvents(world, place.state, async (progress, read) => {
    report.replayed += read
    order.onProgress?.(report)
    await place.save(progress)
  })
}

/** `width`: how many lists have to be under way so that this speed is reached. */
type PacedWorld = Omit<SyncWorld, 'stripe'> & { stripe: SyncStripe; width: number }

/** Begins a full pass, or goes on with the one under way, and sweeps behind it. */
async function pass(
  { upkeep, lister }: { upkeep: PacedWorld; lister: PacedWorld },
  order: SyncOrder,
  place: Place,
  report: SyncReport,
): Promise<void> {
  await assertSameAccount(upkeep)
  if (place.state.pass === null) {
    const ticket = await upkeep.table.takeReadTicket()
    // The first mark is set before the first page: what rings while the table is being filled is replayed after it,
    // and what rang before is in it.
    const mark = place.state.mark ?? (await upkeep.stripe.newestEvent(null))
    await place.save({ mark, pass: { ticket, until: null, sweepAfter: null } })
  }
  const { ticket = 0, until = null, sweepAfter = null } = place.state.pass ?? {}
  if (sweepAfter === null) {
    let reached = until
    let savedAt = upkeep.now()
    const saveReached = () => place.save({ pass: { ticket, until: reached, sweepAfter: null } })
    try {
      await runFullPass(lister, {
        until,
        width: lister.width,
        async onPage({ customers, frontier, coverage }) {
          report.passed += customers
          report.coverage = coverage
          order.onProgress?.(report)
          reached = frontier
          // By time, not by pages: however slow Stripe is, a run that is cut off has kept its place.
          if (upkeep.now() - savedAt < betweenSaves) return
          savedAt = upkeep.now()
          await saveReached()
        },
      })
    } catch (error) {
      // Whatever stopped it: what was recorded need not be listed again.
      await Promise.allSettled([saveReached()])
      throw error
    }
    await place.save({ pass: { ticket, until: null, sweepAfter: '' } })
  }
  await sweepUnmet(upkeep, { ticket, after: sweepAfter ?? '' }, async (after, read) => {
    report.swept += read
    order.onProgress?.(report)
    await place.save({ pass: { ticket, until: null, sweepAfter: after } })
  })
  await place.save({ pass: null, passedAt: secondsNow(upkeep) })
}

function secondsNow({ now }: Pick<SyncWorld, 'now'>): number {
  return Math.floor(now() / 1000)
}
