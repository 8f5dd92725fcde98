import { paint } from '../terminal/paint.ts'
import type { Output } from '../terminal/wrap.ts'
import { wrap } from '../terminal/wrap.ts'
import type { Finding, Level } from './check.ts'

const colors: Record<Level, 'green' | 'yellow' | 'red' | 'dim'> = {
  ok: 'green',
  warning: 'yellow',
  fault: 'red',
  unknown: 'dim',
}
const width = 8
const indent = ' '.repeat(width)

/**
 * Prints a finding: its level and what is the case on one line, below it why that matters and what to do.
 * In color on a terminal, unless NO_COLOR is set; plain elsewhere.
 */
export function printFinding({ level, says, why, remedy }: Finding, out: Output): void {
  const first = wrap(`${level.padEnd(width)}${says}`, out, indent)
  const further = [why, remedy === undefined ? undefined : `-> ${remedy}`].filter(
    (line) => line !== undefined,
  )
  out.write(`${paint(colors[level], level, out)}${first.slice(level.length)}\n`)
  for (const line of further) out.write(`${wrap(indent + line, out, indent)}\n`)
}
