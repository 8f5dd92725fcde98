import type { Entry } from '../collection.ts'
import { lowerBound } from '../collection.ts'

/** Seconds; each bound as Stripe's `created[gte]` and its like. */
export type CreatedRange = { gt?: number; gte?: number; lt?: number; lte?: number }

export type PageQuery<T> = {
  limit: number
  created?: CreatedRange
  startingAfter?: T
  endingBefore?: T
  keep?: (entry: T) => boolean
}

/** One page, newest first, of entries sorted from old to new; costs as much as the page is long. */
export function pageOf<T extends Entry>(
  sorted: readonly T[],
  { limit, created = {}, startingAfter, endingBefore, keep = () => true }: PageQuery<T>,
): { entries: T[]; hasMore: boolean } {
  let low = Math.max(indexAt(sorted, created.gte), indexAt(sorted, after(created.gt)))
  let high = Math.min(
    indexAt(sorted, created.lt, sorted.length),
    indexAt(sorted, after(created.lte), sorted.length),
  )
  if (startingAfter) high = Math.min(high, lowerBound(sorted, startingAfter))
  if (endingBefore) {
    low = Math.max(low, lowerBound(sorted, { ...ageOf(endingBefore), seq: endingBefore.seq + 1 }))
  }

  const step = endingBefore ? 1 : -1
  const entries: T[] = []
  for (let index = endingBefore ? low : high - 1; index >= low && index < high; index += step) {
    const entry = sorted[index]
    if (!entry || !keep(entry)) continue
    if (entries.length === limit) return { entries: inOrder(entries, step), hasMore: true }
    entries.push(entry)
  }
  return { entries: inOrder(entries, step), hasMore: false }
}

function indexAt(sorted: readonly Entry[], second: number | undefined, otherwise = 0): number {
  return second === undefined ? otherwise : lowerBound(sorted, { created: second, seq: 0 })
}

function after(second: number | undefined): number | undefined {
  return second === undefined ? undefined : second + 1
}

function ageOf({ created, seq }: Entry) {
  return { created, seq }
}

function inOrder<T>(entries: T[], step: 1 | -1): T[] {
  return step === 1 ? entries.toReversed() : entries
}
