import { vi } from 'vitest'

/** A call that was stopped on its way out of the gateway. */
export type HeldCall = { arrived: Promise<void>; letGo(): void }

/** Stops the next call to an address that ends so, until it is let go: for handlers that overlap. */
export function holdNext(ending: string): HeldCall {
  const { fetch } = globalThis
  const arrived = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  let isHeld = false
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    if (!isHeld && pathname.endsWith(ending)) {
      isHeld = true
      arrived.resolve()
      await gate.promise
    }
    return fetch(input, init)
  })
  return { arrived: arrived.promise, letGo: gate.resolve }
}
