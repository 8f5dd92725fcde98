import type { SpentDay } from '../ask-for-account.ts'

/** The last thirty days reach into thirty-one of the calendar. */
const count = 31
const dayMs = 86_400_000

/**
 * Every day of the picture, those without spending, too, the oldest first. The days are UTC's, and so is their end:
 * today, unless the visitor's clock is wrong, which what was spent gives away.
 */
export function fillDays(spent: readonly SpentDay[], nowMs: number): SpentDay[] {
  const known = new Map(spent.map(({ day, credits }) => [day, credits]))
  const today = Math.floor(nowMs / dayMs)
  const [oldest, newest] = [spent.at(0), spent.at(-1)].map((each) => dayNumber(each?.day ?? ''))
  const isWrong = newest! > today || oldest! <= today - count
  const last = isWrong ? newest! : today
  return Array.from({ length: count }, (_, place) => {
    const day = new Date((last - count + 1 + place) * dayMs).toISOString().slice(0, 10)
    return { day, credits: known.get(day) ?? 0 }
  })
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00Z`) / dayMs
}
