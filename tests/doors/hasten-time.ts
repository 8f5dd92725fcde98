import { vi } from 'vitest'

/**
 * Lets long waits end so many times as early, until mocks are restored: for calls that hang.
 * @param from milliseconds: what counts as long
 * @param below milliseconds: what is left as it is, such as a time-out that a slow machine may need
 */
export function hastenTime({ times = 10, from = 1000, below = Infinity } = {}): void {
  const { setTimeout } = globalThis
  const timeout = AbortSignal.timeout.bind(AbortSignal)
  const hasten = (milliseconds = 0) =>
    milliseconds < from || milliseconds >= below ? milliseconds : milliseconds / times
  const hastened = (action: () => void, milliseconds?: number, ...more: []) =>
    setTimeout(action, hasten(milliseconds), ...more)
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(hastened as typeof setTimeout)
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((wait) => timeout(hasten(wait)))
}
