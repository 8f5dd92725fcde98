import type { Bound, Figure, Missing, Row } from './row.ts'
import { isKept } from './row.ts'

/** Columns of the narrowest terminal that the table is for. */
export const tableWidth = 120

/** What a part has found. */
export type Findings = { part: string; note: string; rows: (Row | Missing)[] }

/** In order, with the width of each but the first, which takes what they leave. */
const columns: [title: string, width: number][] = [
  ['', 0],
  ['unit', 10],
  ['ours', 8],
  ['least-most', 15],
  ['baseline', 8],
  ['limit', 8],
  ['/baseline', 9],
  ['/limit', 7],
]
const gap = 2
const firstWidth = columns.reduce((left, [, width]) => left - width - gap, tableWidth + gap)

/** A table for each part: its note, its medians with both ratios, and beneath a line each of its bounds. */
export function formatTable(parts: Findings[]): string {
  return parts
    .flatMap(({ part, note, rows }) => [
      `${part.toUpperCase()}`,
      ...wrap(note, tableWidth),
      line(columns.map(([title]) => title)),
      ...rows.flatMap((row) => ('missing' in row ? formatMissing(row) : formatRow(row))),
      '',
    ])
    .join('\n')
}

function formatRow({ what, unit, ours, baseline, limit, bounds = [] }: Row): string[] {
  const [first = '', ...rest] = wrap(what, firstWidth, '  ')
  const cells = [unit, median(ours), range(ours), median(baseline), median(limit)]
  const ratios = [baseline, limit].map((other) => formatRatio(ours, other))
  return [line([first, ...cells, ...ratios]), ...rest, ...bounds.flatMap(formatBound)]
}

function formatMissing({ what, missing }: Missing): string[] {
  return wrap(`${what}: NOT MEASURED: ${missing}`, tableWidth, '  ')
}

function formatBound(bound: Bound): string[] {
  const wanted = 'atMost' in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`
  const verdict = isKept(bound) ? 'kept' : 'BROKEN'
  return wrap(
    `  ${verdict}: ${bound.of} ${formatNumber(bound.value)}, ${wanted}`,
    tableWidth,
    '    ',
  )
}

function line(cells: string[]): string {
  return columns
    .map(([, width], place) => {
      const cell = cells[place] ?? ''
      return place === 0 ? cell.padEnd(firstWidth) : cell.padStart(width)
    })
    .join(' '.repeat(gap))
    .trimEnd()
}

/** Breaks between words, and within a word that is longer than a line. @param indent of every line but the first */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let rest = text
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    const end = space > indent.length ? space : width
    lines.push(rest.slice(0, end))
    rest = indent + rest.slice(end).trimStart()
  }
  return [...lines, rest]
}

function median(figure: Figure | undefined): string {
  if (figure === undefined) return ''
  return formatNumber(typeof figure === 'number' ? figure : figure.median)
}

function range(figure: Figure): string {
  return typeof figure === 'number'
    ? ''
    : `${formatNumber(figure.least)}-${formatNumber(figure.most)}`
}

function formatRatio(ours: Figure, other: Figure | undefined): string {
  const [a, b] = [ours, other].map((figure) =>
    typeof figure === 'object' ? figure.median : figure,
  )
  return a === undefined || b === undefined || b === 0 ? '' : formatNumber(a / b)
}

/** Three digits that mean something, in seven characters at most. */
function formatNumber(value: number): string {
  const size = Math.abs(value)
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3
  const forms = [value.toFixed(digits), ...[2, 1, 0].map((few) => value.toExponential(few))]
  return forms.find(({ length }) => length <= 7) ?? String(value).replace('Infinity', '∞')
}
