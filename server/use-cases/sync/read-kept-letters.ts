import type { Letter } from '../../gateways/supabase/kept-letters.ts'
import type { Subject, Wanted } from '../subject.ts'
import { assertSameAccount } from './assert-same-account.ts'
import type { PacedWorld, SyncRun } from './sync-run.ts'
import { unlessOff } from './unless-off.ts'

/** As many as the Data API gives at once. */
const mostListed = 1000
/** Up to here each is read by itself. */
const few = 20

/**
 * Reads what webhooks rang for and could not read: through Stripe's lists where that is many, and one by one what no
 * list showed, such as what was deleted. Whatever was read is dropped at once, so that a run that is cut off has kept
 * its place.
 */
export async function readKeptLetters(world: PacedWorld, run: SyncRun): Promise<void> {
  let isProbed = false
  for (const subject of world.subjects)
    for (;;) {
      const letters = await world.letters.list(subject.name, mostListed)
      if (letters.length === 0) break
      if (!isProbed) await assertSameAccount(world)
      isProbed = true
      if (!(await unlessOff(run, subject, () => readAll(world, subject, letters, run)))) break
    }
}

async function readAll(
  world: PacedWorld,
  subject: Subject,
  letters: Letter[],
  run: SyncRun,
): Promise<void> {
  const open = new Set(letters.map(({ id }) => id))
  const drop = async (ids: string[], ticket: number) => {
    await world.letters.drop(subject.name, ids, ticket)
    ids.forEach((id) => open.delete(id))
    run.tell((report) => (report.kept += ids.length))
  }
  if (letters.length > few) await subject.refreshListed(world, letters.filter(isPlaced), drop)
  while (open.size > 0) {
    const ids = [...open].slice(0, few)
    const ticket = await world.records.takeReadTicket()
    await subject.refresh(world, ids, ticket)
    await drop(ids, ticket)
  }
}

function isPlaced(letter: Letter): letter is Wanted {
  return letter.createdAt !== null
}
