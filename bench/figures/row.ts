import type { Spread } from './measure.ts'

/**
 * The common language of the parts. A part is a file `bench/<part>.ts` that runs in a process of its own; it hands each
 * line over as soon as it is measured, `report({ part: 'sync', what: '10,000 customers', unit: 'ms', ours, ... })`, and
 * says once, with `explain('sync', '...')`, what its baseline leaves out and what its limit is. `main.ts` makes one
 * table of all lines. A part writes nothing to stdout; what it has to say meanwhile goes to stderr. `isFull`: asked for
 * with `--full`, sizes that take longer than a few minutes.
 */
export type Row = {
  part: string
  /** What was measured, at which size and which latency. */
  what: string
  /** Of `ours`, `baseline` and `limit` alike: `ms`, `µs`, `calls`, `kB`. */
  unit: string
  ours: Spread
  /** The same job, done by a plain implementation. */
  baseline?: Spread
  /** What nobody can do it in less than. */
  limit?: Spread
  /** What must hold; one that is broken is marked, and ends the benchmark with 1. */
  bounds?: Bound[]
}

/** `{ of: 'ours / limit', value: 1.08, atMost: 1.25 }`; a value that is no number is not kept. */
export type Bound = { of: string; value: number } & ({ atMost: number } | { atLeast: number })

/** A line that could not be measured here, and what to do about it. */
export type Missing = { part: string; what: string; missing: string }

export type Message = { row: Row } | { missing: Missing } | { note: { part: string; text: string } }

export const isFull = process.argv.includes('--full')

/** Hands a line over to the table; without a parent, prints it as JSON. */
export function report(row: Row): void {
  send({ row })
}

/** Says what could not be measured, and the remedy. */
export function reportMissing(missing: Missing): void {
  send({ missing })
}

/** A sentence or two below the table: what the baseline leaves out, what the limit is. */
export function explain(part: string, text: string): void {
  send({ note: { part, text } })
}

/** A number that was counted, not timed. */
export function exactly(count: number): Spread {
  return { median: count, least: count, most: count }
}

export function isKept(bound: Bound): boolean {
  return 'atMost' in bound ? bound.value <= bound.atMost : bound.value >= bound.atLeast
}

function send(message: Message): void {
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(message)}\n`)
  else process.send(message)
}
