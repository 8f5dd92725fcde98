import type { Output } from './wrap.ts'

/** The owner stopped it with Ctrl-C, Escape or Ctrl-D: the command says so and ends with 130. */
export class StoppedError extends Error {
  constructor(message = 'Stopped.') {
    super(message)
  }
}

/** Whether someone is there to ask: questions need a terminal on both sides. */
export function isAtTerminal(out: Output): boolean {
  return process.stdin.isTTY === true && out.isTTY === true
}

/**
 * Runs something that Ctrl-C ends in good order: the action stops where it looks at the signal, and a second Ctrl-C
 * ends the process at once.
 * @param onStop tells the owner that the key was noticed
 * @throws {StoppedError} if it was stopped, even if the action came to its end
 */
export async function untilStopped<T>(
  act: (signal: AbortSignal) => Promise<T>,
  onStop: () => void,
): Promise<T> {
  const stop = new AbortController()
  const onSignal = () => {
    if (stop.signal.aborted) return
    stop.abort()
    onStop()
  }
  for (const name of signals) process.once(name, onSignal)
  try {
    const result = await act(stop.signal)
    if (stop.signal.aborted) throw new StoppedError(resumes)
    return result
  } finally {
    for (const name of signals) process.off(name, onSignal)
  }
}

/** What is true of a command that looks again before each step. */
export const resumes = 'Stopped. The next run resumes where this one left off.'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
