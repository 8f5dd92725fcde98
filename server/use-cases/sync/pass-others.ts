import type { PacedWorld, SyncOrder, SyncRun } from './sync-run.ts'
import { daySeconds } from './sync-run.ts'
import { unlessOff } from './unless-off.ts'

/**
 * Once a day, the pass of every subject that has one of its own, or the rest of the one under way.
 * @param worlds `lister` fills what was never listed, `upkeep` lists it again
 */
export async function passOthers(
  { upkeep, lister }: { upkeep: PacedWorld; lister: PacedWorld },
  order: SyncOrder,
  run: SyncRun,
): Promise<void> {
  for (const subject of upkeep.subjects) {
    const { name, pass, tally } = subject
    if (pass === undefined || tally === undefined) continue
    const place = await upkeep.place.readPassPlace(name)
    const age = upkeep.now() / 1000 - (place.passedAt ?? 0)
    if (!order.isFull && place.stage === null && age < daySeconds) continue
    await unlessOff(run, subject, () =>
      pass(place.passedAt === null ? lister : upkeep, place, async (reached, read) => {
        run.tell((report) => (report[tally] += read))
        await upkeep.place.savePassPlace(name, reached)
      }),
    )
  }
}
