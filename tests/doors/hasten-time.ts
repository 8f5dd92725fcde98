import { vi } from 'vitest'

/** Lets waits of a second and more end ten times as early, until mocks are restored: for calls that hang. */
export function hastenTime(): void {
  const { setTimeout } = globalThis
  const timeout = AbortSignal.timeout.bind(AbortSignal)
  const hasten = (milliseconds = 0) => (milliseconds < 1000 ? milliseconds : milliseconds / 10)
  const hastened = (action: () => void, milliseconds?: number, ...more: []) =>
    setTimeout(action, hasten(milliseconds), ...more)
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(hastened as typeof setTimeout)
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((wait) => timeout(hasten(wait)))
}
