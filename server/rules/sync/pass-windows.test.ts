import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PassWindow } from './pass-windows.ts'
import {
  beginningOfStripe,
  continueWindow,
  frontierOf,
  secondsOf,
  splitWindow,
  withoutCursor,
} from './pass-windows.ts'

const from = beginningOfStripe
const whole: PassWindow = { from, until: from + 100, after: null }

const second = fc.nat({ max: 300 })

/** The seconds that a window still has to list. */
function secondsIn({ from, until }: PassWindow): number[] {
  return Array.from({ length: (until ?? from) - from + 1 }, (_, place) => from + place)
}

test('the parts cover every second of the whole once, the newest first, each so long as was asked', () => {
  fc.assert(
    fc.property(second, second, second, fc.integer({ max: 8 }), (start, length, stretch, most) => {
      const window = { from: from + start, until: from + start + length, after: 'cus_last' }
      const parts = splitWindow(window, stretch, most)
      expect(parts.toReversed().flatMap(secondsIn)).toEqual(secondsIn(window))
      expect(parts.map(({ after }) => after)).toEqual([
        'cus_last',
        ...parts.slice(1).map(() => null),
      ])
      for (const part of parts.slice(0, -1)) expect(secondsOf(part)).toBe(stretch)
      expect(parts.length).toBeLessThanOrEqual(Math.max(most, 1))
      if (parts.length < most && stretch > 0)
        expect(secondsOf(parts.at(-1)!)).toBeLessThanOrEqual(stretch)
    }),
    { seed: 20261121, numRuns: 500 },
  )
})

test('a window is not cut where nobody knows where it ends, or how many are in it', () => {
  const open = { ...whole, until: null }
  expect(splitWindow(open, 1, 8)).toEqual([open])
  expect(splitWindow(whole, 0, 8)).toEqual([whole])
})

test('what is left begins inside the second of the last customer, behind him', () => {
  expect(continueWindow(whole, { id: 'cus_9', created: from + 60 })).toEqual({
    from,
    until: from + 60,
    after: 'cus_9',
  })
})

test('without its cursor a window begins its second anew', () => {
  expect(withoutCursor({ ...whole, after: 'cus_9' })).toEqual(whole)
})

test('the frontier is the newest second that is not listed to its end', () => {
  const windows = [10, 80, 40].map((until) => ({ ...whole, until: from + until }))
  expect(frontierOf(windows)).toBe(from + 80)
})

test('one window without an upper bound, and nothing is behind the frontier', () => {
  expect(frontierOf([whole, { ...whole, until: null }])).toBeNull()
})

test('no window left: everything is behind it', () => {
  expect(frontierOf([])).toBe(beginningOfStripe)
})

test('a window is as long as the time in it; one without an upper bound counts as nothing', () => {
  expect([whole, { ...whole, until: null }].map(secondsOf)).toEqual([100, 0])
})
