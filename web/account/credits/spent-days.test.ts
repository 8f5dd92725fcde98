import { expect, test } from 'vitest'
import { fillDays } from './spent-days.ts'

const noon = Date.parse('2026-11-27T12:00:00Z')
const spent = [
  { day: '2026-11-20', credits: 5 },
  { day: '2026-11-26', credits: 20 },
]

test('days without spending are there, too: thirty-one up to today', () => {
  const days = fillDays(spent, noon)
  expect(days).toHaveLength(31)
  expect([days[0], days.at(-1)]).toEqual([
    { day: '2026-10-28', credits: 0 },
    { day: '2026-11-27', credits: 0 },
  ])
  expect(days.filter(({ credits }) => credits > 0)).toEqual(spent)
})

test('the oldest day that the database tells of is in it', () => {
  const oldest = { day: '2026-10-28', credits: 1 }
  expect(fillDays([oldest], noon)[0]).toEqual(oldest)
})

test.each([
  ['years ahead', '2031-01-01T00:00:00Z'],
  ['a month ahead', '2026-12-21T00:00:00Z'],
  ['a day behind', '2026-11-25T23:00:00Z'],
])('a clock that is %s loses no day', (_, now) => {
  const days = fillDays(spent, Date.parse(now))
  expect(days).toHaveLength(31)
  expect(days.filter(({ credits }) => credits > 0)).toEqual(spent)
})
