import { expect, test } from 'vitest'
import { joinLots } from './join-lots.ts'

const day = (iso: string) => iso.slice(0, 10)

test('what ends on one day is one line, and so is what never ends', () => {
  const lots = [
    { left: 3, endsAt: '2026-12-03T00:00:00.000Z' },
    { left: 4, endsAt: '2026-12-03T23:00:00.000Z' },
    { left: 5, endsAt: '2026-12-04T00:00:00.000Z' },
    { left: 6, endsAt: null },
    { left: 7, endsAt: null },
  ]
  expect(joinLots(lots, day)).toEqual([
    { left: 7, date: '2026-12-03' },
    { left: 5, date: '2026-12-04' },
    { left: 13, date: null },
  ])
  expect(joinLots([], day)).toEqual([])
})
