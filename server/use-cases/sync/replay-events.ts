import type { EventMark, LoggedEvent } from '../../gateways/stripe/event-log.ts'
import type { EventId } from '../../rules/proved.ts'
import type { Errand, Subject, SubjectWorld } from '../subject.ts'
import type { SyncStripe } from './pace-stripe.ts'

type World = SubjectWorld & {
  log: SyncStripe['log']
  /** What an event asks for: the same routing as the webhook's. */
  route: (event: unknown, livemode: boolean) => Errand
  /** Does what a subject asks for, unless the key may not see it. */
  attempt: (subject: Subject, task: () => Promise<unknown>) => Promise<unknown>
}

/** `mark`: the newest event when the last replay began; `null`: there was none. `replayAfter`: one is under way. */
export type Replay = { mark: EventMark | null; replayAfter: EventId | null }

/** Events may come to light a little after others that are younger. */
const overlapSeconds = 600

/**
 * Reads again everything that an event rang for since the last replay: what a lost webhook would have told.
 * Goes forward in time and keeps its place, so that a long gap is worked off over several runs.
 *
 * @param replay where the last one left off
 * @param save told after each stretch, with the number of things that were read in it
 * @returns false if Stripe has forgotten the place, or there never was one: only a full pass helps
 */
export async function replayEvents(
  world: World,
  replay: Replay,
  save: (replay: Replay, read: number) => Promise<void>,
): Promise<boolean> {
  const { log } = world
  let { mark, replayAfter } = replay
  const place = replayAfter ?? mark?.id
  const isNew = replayAfter === null
  // Side by side: a slow Stripe must leave time for what is to be read.
  const [isKnown, newest, start] = await Promise.all([
    place === undefined ? true : log.knowsEvent(place),
    isNew ? log.newestEvent(null) : null,
    isNew && mark !== null ? log.newestEvent(mark.created - overlapSeconds) : null,
  ])
  if (!isKnown) return false

  const answer = createAnswering(world, (after, read) => save({ mark, replayAfter: after }, read))
  if (isNew) {
    if (newest === null) {
      // The place says when the clock last ran.
      await save({ mark, replayAfter: null }, 0)
      return true
    }
    const earlier = mark
    mark = newest
    if (start === null) {
      // A young account: nothing is old enough to begin behind.
      const { events, hasMore } = await log.listEventsAfter(null)
      if (hasMore && earlier === null) return false
      replayAfter = hasMore && earlier !== null ? earlier.id : await answer(events)
    } else replayAfter = start.id
    if (replayAfter !== null) await save({ mark, replayAfter }, 0)
  }
  while (replayAfter !== null) {
    const { events, hasMore }: { events: LoggedEvent[]; hasMore: boolean } =
      await log.listEventsAfter(replayAfter)
    const last = await answer(events)
    if (last === null || !hasMore) break
    replayAfter = last
  }
  await save({ mark, replayAfter: null }, 0)
  return true
}

const mostAtOnce = 20
const mostRemembered = 100_000

/**
 * A function that reads again what a page of events rang for, twenty things at a time and each thing once, and gives
 * the page's last event.
 */
function createAnswering(world: World, save: (after: EventId, read: number) => Promise<void>) {
  const seen = new Set<string>()
  return async (events: LoggedEvent[]): Promise<EventId | null> => {
    const open = new Map<Subject, string[]>()
    let count = 0
    for (const [at, { id, event }] of events.entries()) {
      const errand = world.route(event, world.livemode)
      if ('subject' in errand && !seen.has(`${errand.subject.name} ${errand.id}`)) {
        seen.add(`${errand.subject.name} ${errand.id}`)
        open.set(errand.subject, [...(open.get(errand.subject) ?? []), errand.id])
        count += 1
      }
      if (count < mostAtOnce && at < events.length - 1) continue
      for (const [subject, ids] of open)
        await world.attempt(subject, () => subject.refresh(world, ids, null))
      await save(id, count)
      open.clear()
      count = 0
      if (seen.size > mostRemembered) seen.clear()
    }
    return events.at(-1)?.id ?? null
  }
}
