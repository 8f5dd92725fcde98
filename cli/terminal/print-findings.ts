import { styleText } from 'node:util'
import type { Finding, Level } from '../checks/check.ts'
import type { Output } from './wrap.ts'
import { wrap } from './wrap.ts'

const colours: Record<Level, 'green' | 'yellow' | 'red' | 'dim'> = {
  ok: 'green',
  warning: 'yellow',
  fault: 'red',
  unknown: 'dim',
}
const width = 8
const indent = ' '.repeat(width)

/**
 * Prints a finding: its level and what is so in one line, below it what comes of it and what to do.
 * Coloured on a terminal, where NO_COLOR is not set; plain elsewhere.
 */
export function printFinding({ level, says, why, remedy }: Finding, out: Output): void {
  const first = wrap(`${level.padEnd(width)}${says}`, out, indent)
  const further = [why, remedy === undefined ? undefined : `-> ${remedy}`].filter(
    (line) => line !== undefined,
  )
  out.write(`${paint(level, out)}${first.slice(level.length)}\n`)
  for (const line of further) out.write(`${wrap(indent + line, out, indent)}\n`)
}

function paint(level: Level, out: Output): string {
  const isPlain = out.isTTY !== true || (process.env.NO_COLOR ?? '') !== ''
  return isPlain ? level : styleText(colours[level], level, { validateStream: false })
}
