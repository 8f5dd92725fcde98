import { assertSameAccount } from './assert-same-account.ts'
import { runFullPass } from './run-full-pass.ts'
import { sweepUnmet } from './sweep-unmet.ts'
import type { PacedWorld, SyncRun } from './sync-run.ts'

/** Milliseconds. */
const betweenSaves = 1000

/**
 * Begins a full pass, or resumes the one under way, and sweeps behind it.
 * @param worlds `lister` lists, `upkeep` does everything else
 */
export async function passAndSweep(
  { upkeep, lister }: { upkeep: PacedWorld; lister: PacedWorld },
  run: SyncRun,
): Promise<void> {
  await assertSameAccount(upkeep)
  if (run.state.pass === null) {
    const ticket = await upkeep.records.takeReadTicket()
    // The first mark is set before the first page: what rings while the table is being filled is replayed after it,
    // and what rang before is in it.
    const mark = run.state.mark ?? (await upkeep.log.newestEvent(null))
    await run.save({ mark, pass: { ticket, until: null, sweepAfter: null } })
  }
  const { ticket = 0, until = null, sweepAfter = null } = run.state.pass ?? {}
  if (sweepAfter === null) await listAll(lister, { ticket, until }, run)
  await sweepUnmet(upkeep, { ticket, after: sweepAfter ?? '' }, async (after, read) => {
    run.tell((report) => (report.swept += read))
    await run.save({ pass: { ticket, until: null, sweepAfter: after } })
  })
  await run.save({ pass: null, passedAt: Math.floor(upkeep.now() / 1000) })
}

async function listAll(
  lister: PacedWorld,
  { ticket, until }: { ticket: number; until: number | null },
  run: SyncRun,
): Promise<void> {
  let reached = until
  let savedAt = lister.now()
  const saveReached = () => run.save({ pass: { ticket, until: reached, sweepAfter: null } })
  try {
    await runFullPass(lister, {
      until,
      width: lister.width,
      async onPage({ customers, frontier, coverage }) {
        run.tell((report) => Object.assign(report, { passed: report.passed + customers, coverage }))
        reached = frontier
        // By time, not by pages: however slow Stripe is, a run that is cut off has kept its place.
        if (lister.now() - savedAt < betweenSaves) return
        savedAt = lister.now()
        await saveReached()
      },
    })
  } catch (error) {
    // Whatever stopped it: what was recorded need not be listed again.
    await Promise.allSettled([saveReached()])
    throw error
  }
  await run.save({ pass: { ticket, until: null, sweepAfter: '' } })
}
