import { afterEach, beforeEach, expect, vi } from 'vitest'
import { endTimeOuts, holdTimeOuts } from './time-outs.ts'

/** A door's line in the log. */
export type LogLine = {
  door: string
  requestId: string
  status: number
  code?: string
  reason?: string
}

/** What was printed while a test ran. */
export type Log = {
  /** All of it, as text. */
  text(): string
  /** The faults of ours (5xx) that were printed since the last call. To take them is to have expected them. */
  takeFaults(): LogLine[]
}

/**
 * Listens to the console in each test of a file, and lets no door run out of time on a busy machine. A fault that no
 * test expected fails the one it happened in.
 */
export function listenToLog(): Log {
  const printed: string[] = []
  const faults: string[] = []
  beforeEach(() => {
    printed.length = 0
    faults.length = 0
    holdTimeOuts()
    for (const level of ['info', 'warn', 'error'] as const)
      vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
        const line = words.map(String).join(' ')
        printed.push(line)
        if (level === 'error') faults.push(line)
      })
  })
  afterEach(() => {
    endTimeOuts()
    vi.restoreAllMocks()
    expect(faults).toEqual([])
  })
  return {
    text: () => printed.join('\n'),
    takeFaults: () => faults.splice(0).map((line) => JSON.parse(line) as LogLine),
  }
}
