import type { PacedWorld, SyncOrder, SyncRun } from './sync-run.ts'
import { daySeconds } from './sync-run.ts'
import { unlessOff } from './unless-off.ts'

/** Once a day, the pass of every subject that has one of its own, or the rest of the one under way. */
export async function passOthers(world: PacedWorld, order: SyncOrder, run: SyncRun): Promise<void> {
  for (const subject of world.subjects) {
    const { name, pass } = subject
    if (pass === undefined) continue
    const place = await world.place.readPassPlace(name)
    const age = world.now() / 1000 - (place.passedAt ?? 0)
    if (!order.isFull && place.stage === null && age < daySeconds) continue
    await unlessOff(run, subject, () =>
      pass(world, place, async (reached, read) => {
        run.tell((report) => (report.sold += read))
        await world.place.savePassPlace(name, reached)
      }),
    )
  }
}
