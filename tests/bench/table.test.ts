import { expect, test } from 'vitest'
import { exactly, isKept } from '../../bench/figures/row.ts'
import { formatTable } from '../../bench/figures/table.ts'
import type { TimedCall } from '../../bench/figures/timed-calls.ts'
import { criticalPath } from '../../bench/figures/timed-calls.ts'

const call = (name: string, at: number, endedAt: number): TimedCall => ({
  service: 'stripe',
  call: name,
  at,
  endedAt,
})

test('the critical path is the longest chain of calls that waited for each other', () => {
  const calls = [
    call('list', 10, 130),
    call('rows', 0, 10),
    call('count', 0, 9),
    call('session', 11, 129),
    call('later session', 131, 250),
  ]
  expect(criticalPath(calls).map((one) => one.call)).toEqual(['rows', 'list', 'later session'])
  expect(criticalPath([])).toEqual([])
})

test('a bound that is broken, or has no value, is marked', () => {
  expect(isKept({ of: 'ours / limit', value: 1.25, atMost: 1.25 })).toBe(true)
  expect(isKept({ of: 'ours / limit', value: 1.26, atMost: 1.25 })).toBe(false)
  expect(isKept({ of: 'baseline / ours', value: 6, atLeast: 6 })).toBe(true)
  expect(isKept({ of: 'baseline / ours', value: 5.9, atLeast: 6 })).toBe(false)
  expect(isKept({ of: 'ours', value: Number.NaN, atMost: 1 })).toBe(false)
  expect(isKept({ of: 'ours', value: Number.NaN, atLeast: 1 })).toBe(false)
})

test('a line shows both ratios, and what became of its bounds', () => {
  const table = formatTable(
    [
      {
        part: 'links',
        what: 'one customer',
        unit: 'ms',
        ours: { median: 150, least: 140, most: 170 },
        baseline: exactly(300),
        limit: exactly(120),
        bounds: [
          { of: 'ours / limit', value: 1.25, atMost: 1.2 },
          { of: 'baseline / ours', value: 2, atLeast: 2 },
        ],
      },
      { part: 'calls', what: 'to nobody', unit: 'calls', ours: exactly(0), baseline: exactly(0) },
    ],
    [{ part: 'page', what: 'ready', missing: 'install a Chromium' }],
  )
  const [, , line, counted, absent] = table.split('\n')
  expect(line).toMatch(
    /150 \(140-170\) +300 +120 +0\.50 +1\.25 +ours \/ limit 1\.25 <= 1\.2 BROKEN/,
  )
  expect(line).toContain('baseline / ours 2 >= 2 kept')
  expect(counted).toMatch(/calls +0 +0$/)
  expect(absent).toContain('NOT MEASURED: install a Chromium')
})
