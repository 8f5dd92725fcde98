import { afterEach } from 'vitest'

/** A call that was stopped on its way out of the gateway. */
export type HeldCall = { arrived: Promise<void>; letGo(): void }

/**
 * For handlers that overlap.
 * @returns stops the next call to an address that ends so, until it is let go
 */
export function useHeldCalls(): (ending: string) => HeldCall {
  const restore: (() => void)[] = []
  afterEach(() =>
    restore
      .splice(0)
      .toReversed()
      .forEach((each) => each()),
  )
  return (ending) => {
    const { fetch } = globalThis
    const arrived = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    let isHeld = false
    // No spy: a second one would be the first, and call itself.
    globalThis.fetch = async (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input)
      if (!isHeld && pathname.endsWith(ending)) {
        isHeld = true
        arrived.resolve()
        await gate.promise
      }
      return fetch(input, init)
    }
    restore.push(() => void (globalThis.fetch = fetch))
    return { arrived: arrived.promise, letGo: gate.resolve }
  }
}
