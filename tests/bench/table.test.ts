import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seed } from '#tests/seed.ts'
import { isKept } from '../../bench/figures/row.ts'
import { formatTable } from '../../bench/figures/table.ts'
import { criticalPath } from '../../bench/figures/critical-path.ts'

const call = (name: string, at: number, endedAt: number) => {
  return { service: 'stripe' as const, name, at, endedAt }
}

test('the critical path is the longest chain of calls that waited for each other', () => {
  const calls = [
    call('list', 10, 130),
    call('rows', 0, 10),
    call('count', 0, 9),
    call('session', 11, 129),
    call('later session', 131, 250),
  ]
  expect(criticalPath(calls).map(({ name }) => name)).toEqual(['rows', 'list', 'later session'])
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

test('a line shows both ratios, and beneath it what became of its bounds', () => {
  const table = formatTable([
    {
      part: 'links',
      note: 'Baseline: one after another.',
      rows: [
        {
          what: 'one customer',
          unit: 'ms',
          ours: { median: 150, least: 140, most: 170 },
          baseline: 300,
          limit: 120,
          bounds: [
            { of: 'ours / limit', value: 1.25, atMost: 1.2 },
            { of: 'baseline / ours', value: 2, atLeast: 2 },
          ],
        },
        { what: 'calls to no service', unit: 'calls', ours: 0, baseline: 0 },
        { what: 'ready to type', missing: 'install a Chromium' },
      ],
    },
  ])
  const [part, note, , line, broken, kept, counted, absent] = table.split('\n')
  expect([part, note]).toEqual(['LINKS', 'Baseline: one after another.'])
  expect(line).toMatch(/^one customer +ms +150 +140-170 +300 +120 +0\.50 +1\.25$/)
  expect(broken).toBe('  BROKEN: ours / limit 1.25, at most 1.2')
  expect(kept).toBe('  kept: baseline / ours 2, at least 2')
  expect(counted).toMatch(/^calls to no service +calls +0 +0$/)
  expect(absent).toBe('ready to type: NOT MEASURED: install a Chromium')
})

test('no line is wider than 120 columns, whatever is measured and however it is described', () => {
  const figure = fc.oneof(
    fc.double(),
    fc.record({ median: fc.double(), least: fc.double(), most: fc.double() }),
  )
  const words = fc.string({ maxLength: 400 })
  const bound = fc.record({ of: words, value: fc.double(), atMost: fc.double() })
  const row = fc.record({
    what: words,
    unit: fc.constantFrom('ms', 'deliveries'),
    ours: figure,
    baseline: figure,
    limit: figure,
    bounds: fc.array(bound, { maxLength: 3 }),
  })
  const missing = fc.record({ what: words, missing: words })
  const findings = fc.record({
    part: fc.constant('webhooks'),
    note: words,
    rows: fc.array(fc.oneof(row, missing), { maxLength: 5 }),
  })
  fc.assert(
    fc.property(findings, (found) => {
      for (const line of formatTable([found]).split('\n'))
        expect(line.length).toBeLessThanOrEqual(120)
    }),
    { seed },
  )
})
