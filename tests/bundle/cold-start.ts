/**
 * Measures what a first request waits for: a fresh process loads the built function and answers once. Ratios to a
 * function that does nothing, because milliseconds are the machine's; of the processor, because others may be at work.
 * Usage: `node tests/bundle/cold-start.ts [rounds] [--json]`
 */
import { parseArgs } from 'node:util'
import type { ColdStart } from './invoke/measure-cold-starts.ts'
import { measureColdStarts } from './invoke/measure-cold-starts.ts'

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const rounds = Number(positionals[0] ?? 15)
if (!Number.isInteger(rounds) || rounds < 1 || positionals.length > 1) {
  console.error('Usage: node tests/bundle/cold-start.ts [rounds] [--json]')
  process.exit(2)
}
const coldStarts = await measureColdStarts(rounds)
if (values.json) console.info(JSON.stringify(coldStarts))
else print(coldStarts)

function print(rows: ColdStart[]): void {
  console.info(
    `\nCold start, median of ${rounds} fresh processes, in milliseconds of processor time\n`,
  )
  console.info(
    row(
      '',
      'import',
      '1st call',
      'together',
      'to empty',
      '2nd call',
      '(wall',
      'to empty)',
      'zipped',
    ),
  )
  for (const one of rows)
    console.info(
      row(
        one.name,
        ...[one.importMs, one.firstMs, one.coldMs].map((ms) => ms.toFixed(1)),
        one.toEmpty.toFixed(2),
        ...[one.secondMs, one.wallMs].map((ms) => ms.toFixed(1)),
        one.wallToEmpty.toFixed(2),
        `${Math.ceil(one.zippedBytes / 1000)} kB`,
      ),
    )
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(16) + cells.map((cell) => cell.padStart(10)).join('')
}
