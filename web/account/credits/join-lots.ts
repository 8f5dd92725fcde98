import type { Lot } from '../ask-for-account.ts'

/** What ends on one day; `null`: never. */
export type JoinedLots = { left: number; date: string | null }

/** Adds up what ends on the same day as the visitor reads it, in the order of the lots. */
export function joinLots(lots: readonly Lot[], wordDate: (iso: string) => string): JoinedLots[] {
  const joined: JoinedLots[] = []
  for (const { left, endsAt } of lots) {
    const date = endsAt === null ? null : wordDate(endsAt)
    const last = joined.at(-1)
    if (last !== undefined && last.date === date) last.left += left
    else joined.push({ left, date })
  }
  return joined
}
