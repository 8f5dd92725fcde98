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

test('both parts cover every second of the whole once, the newer one first and so long as was asked', () => {
  fc.assert(
    fc.property(second, second, second, (start, length, stretch) => {
      const window = { from: from + start, until: from + start + length, after: 'cus_last' }
      const parts = splitWindow(window, stretch)
      if (parts === null) expect(length).toBeLessThanOrEqual(stretch)
      else {
        const [newer, older] = parts
        expect(secondsOf(newer)).toBe(stretch)
        expect([...secondsIn(older), ...secondsIn(newer)]).toEqual(secondsIn(window))
        expect([newer.after, older.after]).toEqual(['cus_last', null])
      }
    }),
    { seed: 20261121, numRuns: 500 },
  )
})

test('a window without an upper bound is not cut: nobody knows where it ends', () => {
  expect(splitWindow({ ...whole, until: null }, 1)).toBeNull()
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
