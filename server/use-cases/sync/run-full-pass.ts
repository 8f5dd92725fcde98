import type { CustomerRecords } from '../../gateways/supabase/customer-records.ts'
import { toRead } from '../../rules/customer.ts'
import type { PassWindow } from '../../rules/sync/pass-windows.ts'
import {
  beginningOfStripe,
  secondsOf,
  continueWindow,
  frontierOf,
  splitWindow,
  withoutCursor,
} from '../../rules/sync/pass-windows.ts'
import type { SyncStripe } from './pace-stripe.ts'
import { isSettled } from '../customers/is-settled.ts'
import { readCustomers } from '../customers/read-customers.ts'

/**
 * How many pages a stretch of its own should have if customers stay as dense as on the last page. More, and a run
 * that is cut off loses more; fewer, and more lists end half full.
 */
const pagesAStretch = 6

type World = {
  customers: SyncStripe['customers']
  records: CustomerRecords
  livemode: boolean
}

type Pass = {
  /** Continue with customers created then or before (Unix seconds); `null`: with the newest. */
  until: number | null
  /** How many windows are listed side by side. */
  width: number
  onPage(page: PassPage): Promise<void>
}

export type PassPage = {
  /** How many were on it. */
  customers: number
  /** Where an interrupted pass can continue: `Pass.until` of the next. */
  frontier: number | null
  /** From 0 to 1: how much of the time in which customers were created has been listed. */
  coverage: number
}

/**
 * Lists every customer at Stripe and records it, the newest first, in memory that does not grow with their number.
 * @throws whatever Stripe and the database throw, once every window under way has come to rest
 */
export async function runFullPass(world: World, pass: Pass): Promise<void> {
  const waiting: PassWindow[] = [{ from: beginningOfStripe, until: pass.until, after: null }]
  const active = new Map<PassWindow, Promise<void>>()
  let failure: unknown
  let listedSeconds = 0

  async function work(window: PassWindow): Promise<void> {
    try {
      const { customers, seconds, rest } = await listOnce(world, window)
      active.delete(window)
      const room = pass.width - active.size - waiting.length
      if (rest !== null) waiting.push(...splitWindow(rest, seconds * pagesAStretch, room))
      // Stretches without customers cost one call and say nothing of how long the rest will take.
      // Nor does the first page say how long it was: what has no upper bound has no length.
      if (customers > 0 && window.until !== null)
        listedSeconds += secondsOf(window) - (rest === null ? 0 : secondsOf(rest))
      const open = [...waiting, ...active.keys()]
      const openSeconds = open.reduce((sum, each) => sum + secondsOf(each), 0)
      await pass.onPage({
        customers,
        frontier: frontierOf(open),
        coverage: openSeconds === 0 ? 1 : listedSeconds / (listedSeconds + openSeconds),
      })
    } catch (error) {
      // The window stays among the active ones: what is left of it belongs to the place to continue from.
      failure ??= error
    }
  }

  while (failure === undefined && waiting.length + active.size > 0) {
    // There are never more than there is room for.
    for (const window of waiting.splice(0)) active.set(window, work(window))
    await Promise.race(active.values())
  }
  await Promise.all(active.values())
  if (failure !== undefined) throw failure
}

/** One page of a window, recorded; how long a time it covers, and what is left of the window. */
async function listOnce(
  world: World,
  window: PassWindow,
): Promise<{ customers: number; seconds: number; rest: PassWindow | null }> {
  const ticket = await world.records.takeReadTicket()
  const page = await world.customers.listWindow(window)
  if (page === null) return { customers: 0, seconds: 0, rest: withoutCursor(window) }
  if (page.customers.length > 0) {
    const outcomes = await world.records.record(page.customers.map(toRead), ticket)
    const overtaken = [...outcomes].filter(([, recorded]) => !isSettled(recorded, ticket))
    await readCustomers(
      world,
      overtaken.map(([id]) => id),
    )
  }
  if (page.ends === null) return { customers: 0, seconds: 0, rest: null }
  const { first, last } = page.ends
  const rest = page.hasMore ? continueWindow(window, last) : null
  return { customers: page.count, seconds: first.created - last.created, rest }
}
