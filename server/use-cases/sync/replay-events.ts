import type { CustomerTable } from '../../gateways/supabase/customer-table.ts'
import type { EventMark, RungPage } from '../../gateways/stripe/customers.ts'
import type { SyncStripe } from './pace-stripe.ts'
import { readCustomers } from '../customers/read-customers.ts'

type World = { stripe: SyncStripe; table: CustomerTable; livemode: boolean }

/** `mark`: the newest event when the last replay began; `null`: there was none. `replayAfter`: one is under way. */
export type Replay = { mark: EventMark | null; replayAfter: string | null }

/** Events may come to light a little after others that are younger. */
const overlapSeconds = 600

const side = 20
const mostRemembered = 100_000

/**
 * Reads again every customer that an event rang for since the last replay: what a lost webhook would have told.
 * Goes forward in time and keeps its place, so that a long gap is worked off over several runs.
 *
 * @param replay where the last one stood
 * @param save told after each stretch, with the number of customers that were read in it
 * @returns false where Stripe has forgotten the place, or there never was one: only a full pass helps
 */
export async function replayEvents(
  world: World,
  replay: Replay,
  save: (replay: Replay, read: number) => Promise<void>,
): Promise<boolean> {
  const { stripe } = world
  let { mark, replayAfter } = replay
  const place = replayAfter ?? mark?.id
  const isNew = replayAfter === null
  // Side by side: a slow Stripe must leave time for the customers.
  const [isKnown, newest, start] = await Promise.all([
    place === undefined ? true : stripe.knowsEvent(place),
    isNew ? stripe.newestEvent(null) : null,
    isNew && mark !== null ? stripe.newestEvent(mark.created - overlapSeconds) : null,
  ])
  if (!isKnown) return false

  const read = new Set<string>()
  /** Reads those for whom a page rang, and gives its last event. */
  async function work({ rings }: RungPage): Promise<string | null> {
    let open: string[] = []
    for (const [at, { event, customer }] of rings.entries()) {
      if (customer !== null && !read.has(customer)) open.push(customer)
      if (customer !== null) read.add(customer)
      if (open.length < side && at < rings.length - 1) continue
      await readCustomers(world, open)
      await save({ mark, replayAfter: event }, open.length)
      open = []
      if (read.size > mostRemembered) read.clear()
    }
    return rings.at(-1)?.event ?? null
  }

  if (isNew) {
    if (newest === null) return true
    const earlier = mark
    mark = newest
    if (start === null) {
      // A young account: nothing is old enough to begin behind.
      const page = await stripe.listEventsAfter(null)
      if (page.hasMore && earlier === null) return false
      replayAfter = page.hasMore && earlier !== null ? earlier.id : await work(page)
    } else replayAfter = start.id
    if (replayAfter !== null) await save({ mark, replayAfter }, 0)
  }
  while (replayAfter !== null) {
    const page: RungPage = await stripe.listEventsAfter(replayAfter)
    const last = await work(page)
    if (last === null || !page.hasMore) break
    replayAfter = last
  }
  await save({ mark, replayAfter: null }, 0)
  return true
}
