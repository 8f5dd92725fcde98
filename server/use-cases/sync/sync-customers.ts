import { nextTurn } from '../../rules/sync/next-turn.ts'
import { createPacer } from '../../rules/sync/pacer.ts'
import { nothingDone, nothingPassed } from '../../rules/sync/sync-state.ts'
import type { Subject } from '../subject.ts'
import { assertSameAccount } from './assert-same-account.ts'
import { OutOfTimeError, paceStripe } from './pace-stripe.ts'
import { passAndSweep } from './pass-and-sweep.ts'
import { passOthers } from './pass-others.ts'
import { readKeptLetters } from './read-kept-letters.ts'
import { replayEvents } from './replay-events.ts'
import { daySeconds } from './sync-run.ts'
import { unlessOff } from './unless-off.ts'
import type { PacedWorld, SyncOrder, SyncReport, SyncRun, SyncWorld } from './sync-run.ts'

/** A list of a hundred customers seldom takes longer. */
const longAnswerSeconds = 0.35
/** Pages are held in memory while they are written. */
const mostWidth = 8
/** Of the 25 a second that Stripe allows at each endpoint, sign-ins keep some. */
const mostForLetters = 20
const perSecondForLetters = ({ perSecond }: SyncOrder) =>
  Math.min(perSecond.backfill, mostForLetters)

/**
 * Brings the whole table in step with Stripe, resuming where an earlier run stopped. On the first run, once a day,
 * and after a gap that Stripe's events no longer cover, every customer is listed, and rows that were not met are
 * looked into. What events rang for since the last run is read again. In which order: `next-turn.ts`.
 *
 * Two runs at once, a run killed anywhere, and a pause asked for by Stripe leave the table right: every write goes
 * through the ticketed door, and a place is saved only after what lies before it was recorded.
 *
 * @throws whatever Stripe and the database throw; `config_missing` if key and table are of different accounts
 */
export async function syncCustomers(world: SyncWorld, order: SyncOrder): Promise<SyncReport> {
  const report: SyncReport = {
    kept: 0,
    passed: 0,
    coverage: 0,
    replayed: 0,
    swept: 0,
    sold: 0,
    catalogue: 0,
    off: [],
    isComplete: false,
  }
  const [closing] = await Promise.allSettled([world.credits.closeCharges()])
  try {
    await world.counts.clearWhatIsOver()
    const run = await begin(world, order, report)
    // Before everything: of these it is known that a row is late.
    await readKeptLetters(paced(world, order, perSecondForLetters(order)), run)
    await takeTurns(world, order, run)
    const lister = paced(world, order, order.perSecond.backfill)
    await passOthers({ upkeep: paced(world, order, order.perSecond.upkeep), lister }, order, run)
    report.isComplete = true
  } catch (error) {
    if (!(error instanceof OutOfTimeError)) throw error
  }
  // Told last, so that the customers are kept in step all the same.
  if (closing.status === 'rejected') throw closing.reason
  return report
}

async function begin(world: SyncWorld, order: SyncOrder, report: SyncReport): Promise<SyncRun> {
  const run: SyncRun = {
    state: await world.place.readSyncState(),
    async save(change) {
      run.state = { ...run.state, ...change }
      await world.place.saveSyncState(run.state)
    },
    tell(change) {
      change(report)
      order.onProgress?.(report)
    },
  }
  return run
}

async function takeTurns(world: SyncWorld, order: SyncOrder, run: SyncRun): Promise<void> {
  const backfill = paced(world, order, order.perSecond.backfill)
  const upkeep = paced(world, order, order.perSecond.upkeep)
  let isDue = order.isFull || world.now() / 1000 - (run.state.passedAt ?? 0) >= daySeconds
  for (;;) {
    const turn = nextTurn(run.state, isDue)
    if (turn === 'pass first' || turn === 'replay first')
      await run.save({ isPassFirst: turn === 'replay first' })
    if (turn === 'replay' || turn === 'replay first') {
      if (!(await replay(upkeep, run))) {
        await run.save(nothingDone)
        for (const { name, pass } of world.subjects)
          if (pass !== undefined) await world.place.savePassPlace(name, nothingPassed)
        continue
      }
      if (turn === 'replay') return
    }
    await passAndSweep({ upkeep, lister: turn === 'first fill' ? backfill : upkeep }, run)
    isDue = false
  }
}

function paced(world: SyncWorld, order: SyncOrder, perSecond: number): PacedWorld {
  return {
    ...world,
    ...paceStripe(world, createPacer(perSecond, world.now), {
      sleep: world.sleep,
      hasTime: order.hasTime,
    }),
    width: Math.min(Math.ceil(perSecond * longAnswerSeconds), mostWidth),
  }
}

/**
 * Reads again what events rang for since the last time.
 * @returns false if only a full pass helps
 */
async function replay(world: PacedWorld, run: SyncRun): Promise<boolean> {
  // Without a mark nothing else tells whether the key belongs to the table.
  if (run.state.mark === null) await assertSameAccount(world)
  const attempt = (subject: Subject, task: () => Promise<unknown>) => unlessOff(run, subject, task)
  return replayEvents({ ...world, attempt }, run.state, async (progress, read) => {
    run.tell((report) => (report.replayed += read))
    await run.save(progress)
  })
}
