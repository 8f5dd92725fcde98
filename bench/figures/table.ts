import type { Spread } from './measure.ts'
import { ratio } from './measure.ts'
import type { Bound, Missing, Row } from './row.ts'
import { isKept } from './row.ts'

const titles = [
  'part',
  'what',
  'unit',
  'ours',
  'baseline',
  'limit',
  'ours/baseline',
  'ours/limit',
  'must hold',
]
const leftBound = new Set([0, 1, 2, 8])

/** One table, a line a row: medians with least and most, both ratios, each bound and whether it is kept. */
export function formatTable(rows: Row[], missing: Missing[]): string {
  const lines = rows.map((row) => [
    row.part,
    row.what,
    row.unit,
    formatSpread(row.ours),
    formatSpread(row.baseline),
    formatSpread(row.limit),
    formatRatio(row.ours, row.baseline),
    formatRatio(row.ours, row.limit),
    (row.bounds ?? []).map(formatBound).join('; '),
  ])
  const absent = missing.map(({ part, what, missing: remedy }) => [
    part,
    what,
    ...Array.from({ length: 6 }, () => ''),
    `NOT MEASURED: ${remedy}`,
  ])
  const all = [titles, ...lines, ...absent]
  const widths = titles.map((_, column) =>
    Math.max(...all.map((cells) => cells[column]?.length ?? 0)),
  )
  const rule = widths.map((width) => '-'.repeat(width))
  return [titles, rule, ...lines, ...absent]
    .map((cells) =>
      cells
        .map((cell, column) => {
          const width = widths[column] ?? 0
          return leftBound.has(column) ? cell.padEnd(width) : cell.padStart(width)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function formatSpread(spread: Spread | undefined): string {
  if (spread === undefined) return ''
  const { median, least, most } = spread
  if (least === most) return formatNumber(median)
  return `${formatNumber(median)} (${formatNumber(least)}-${formatNumber(most)})`
}

function formatRatio(ours: Spread, other: Spread | undefined): string {
  return other === undefined || other.median === 0 ? '' : formatNumber(ratio(ours, other))
}

function formatBound(bound: Bound): string {
  const sign = 'atMost' in bound ? '<=' : '>='
  const limit = 'atMost' in bound ? bound.atMost : bound.atLeast
  const verdict = isKept(bound) ? 'kept' : 'BROKEN'
  return `${bound.of} ${formatNumber(bound.value)} ${sign} ${limit} ${verdict}`
}

/** Three digits that mean something. */
function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return String(Math.round(value))
  return value.toFixed(Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 3)
}
