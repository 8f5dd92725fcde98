/** The owner stopped it, by Ctrl-C, Escape or Ctrl-D: the command ends with 130. */
export class StoppedError extends Error {}

/** Whether somebody sits there: questions need a terminal on both sides. */
export function isAtTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true
}

/**
 * Runs something that Ctrl-C ends in good order: the signal is heard where the deed looks at it, and a second Ctrl-C
 * ends the process at once.
 * @param onStop tells the owner that he was heard
 * @throws {StoppedError} where it was stopped, even though the deed came to its end
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
    if (stop.signal.aborted) throw new StoppedError()
    return result
  } finally {
    for (const name of signals) process.off(name, onSignal)
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
