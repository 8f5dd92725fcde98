import type { CustomerTable } from '../gateways/customer-table.ts'
import type { EventMark } from '../gateways/stripe.ts'
import type { SyncStripe } from './pace-stripe.ts'
import { readCustomers } from './read-customers.ts'

type World = { stripe: SyncStripe; table: CustomerTable; livemode: boolean }

/** `mark`: the newest event when the last replay began; `null`: there was none. `replayAfter`: one is under way. */
export type Replay = { mark: EventMark | null; replayAfter: string | null }

/** Events may come to light a little after others that are younger. */
const overlapSeconds = 600

/**
 * Reads again every customer that an event rang for since the last replay: what a lost webhook would have told.
 * Goes forward in time and keeps its place, so that a long gap is worked off over several runs.
 *
 * @param replay where the last one stood
 * @param save told after each page
 * @returns how many customers were read; `null` where Stripe has forgotten the place: only a full pass helps
 */
export async function replayEvents(
  world: World,
  replay: Replay,
  save: (replay: Replay) => Promise<void>,
): Promise<number | null> {
  let { mark, replayAfter } = replay
  const place = replayAfter ?? mark?.id
  if (place !== undefined && !(await world.stripe.knowsEvent(place))) return null
  if (replayAfter === null) {
    const start =
      mark === null ? null : await world.stripe.newestEvent(mark.created - overlapSeconds)
    mark = await world.stripe.newestEvent(null)
    replayAfter = start?.id ?? null
    if (replayAfter !== null) await save({ mark, replayAfter })
  }

  const read = new Set<string>()
  for (;;) {
    const page = await world.stripe.listEventsAfter(replayAfter)
    const fresh = page.customers.filter((id) => !read.has(id))
    if (read.size > mostRemembered) read.clear()
    fresh.forEach((id) => read.add(id))
    for (let from = 0; from < fresh.length; from += side)
      await readCustomers(world, fresh.slice(from, from + side))
    if (!page.hasMore) break
    replayAfter = page.last
    await save({ mark, replayAfter })
  }
  await save({ mark, replayAfter: null })
  return read.size
}

const side = 20
const mostRemembered = 100_000
