import type { WriteStream } from 'node:tty'

/** How far a run has come; `coverage` from 0 to 1. */
export type Progress = { passed: number; coverage: number; replayed: number; swept: number }

const everyMilliseconds = { terminal: 100, log: 5000 }
const barWidth = 24

/** A bar that is redrawn in place on a terminal; elsewhere a plain line every few seconds. */
export function createProgress(out: WriteStream): { show(progress: Progress): void; end(): void } {
  const startedAt = performance.now()
  const isTerminal = out.isTTY === true
  let shownAt = Number.NEGATIVE_INFINITY
  return {
    show(progress) {
      const now = performance.now()
      if (now - shownAt < (isTerminal ? everyMilliseconds.terminal : everyMilliseconds.log)) return
      shownAt = now
      const text = describe(progress, (now - startedAt) / 1000)
      out.write(
        isTerminal
          ? `\r\u001b[K${bar(progress.coverage)} ${text.slice(0, (out.columns || 80) - barWidth - 4)}`
          : `${text}\n`,
      )
    },
    end() {
      if (isTerminal && Number.isFinite(shownAt)) out.write('\r\u001b[K')
    },
  }
}

function bar(coverage: number): string {
  const full = Math.round(coverage * barWidth)
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}]`
}

function describe({ passed, coverage, replayed, swept }: Progress, elapsedSeconds: number): string {
  const count = passed + replayed + swept
  const rate = Math.round(count / Math.max(elapsedSeconds, 0.001))
  const left = coverage > 0.01 ? (elapsedSeconds * (1 - coverage)) / coverage : null
  return `${count} customers, ${rate} a second${left === null ? '' : `, about ${duration(left)} left`}`
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
}
