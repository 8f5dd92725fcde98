import { basename } from 'node:path'
import type { Spread } from './measure.ts'

/**
 * The common language of the parts. A part is a file `bench/<part>.ts` that runs in a process of its own. It hands each
 * line over as soon as it is measured, `report({ what: '10,000 customers', unit: 'ms', ours, ... })`, and says once,
 * with `explain('...')`, what its baseline leaves out and what its limit is; `main.ts` makes one table of all. A part
 * writes nothing to stdout.
 */
export type Row = {
  /** What was measured, at which size and which latency. */
  what: string
  /** Of `ours`, `baseline` and `limit` alike: `ms`, `µs`, `calls`, `kB`. */
  unit: string
  ours: Figure
  /** The same job, done by a plain implementation. */
  baseline?: Figure
  /** What nothing can do it in less than. */
  limit?: Figure
  /** What must hold; one that is broken is marked, and the bench ends with 1. */
  bounds?: Bound[]
}

/** Measured several times, or counted once. */
export type Figure = Spread | number

/** `{ of: 'ours / limit', value: 1.08, atMost: 1.25 }`; a value that is no number is not kept. */
export type Bound = { of: string; value: number } & ({ atMost: number } | { atLeast: number })

/** A line that could not be measured here, and why. */
export type Missing = { what: string; missing: string }

export type Message = { row: Row | Missing } | { note: string } | { error: string }

/** Asked for with `--full`: sizes that take longer than a few minutes. */
export const isFull = process.argv.includes('--full')

/** Hands a line over to the table; without a parent, prints it as JSON. */
export function report(row: Row | Missing): void {
  send({ row })
}

/** A sentence or two above the part's lines: what the baseline leaves out, what the limit is. */
export function explain(note: string): void {
  send({ note })
}

export function isKept(bound: Bound): boolean {
  return 'atMost' in bound ? bound.value <= bound.atMost : bound.value >= bound.atLeast
}

// The reason of the line that tells that the part did not get to its end.
process.on('uncaughtExceptionMonitor', ({ message }) => send({ error: message }))

function send(message: Message): void {
  if (process.send !== undefined) process.send(message)
  else console.info(basename(process.argv[1] ?? '', '.ts'), JSON.stringify(message))
}
