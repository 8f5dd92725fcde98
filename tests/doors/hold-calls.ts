import { http, passthrough } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'

/** A call that was stopped on its way out of the gateway. */
export type HeldCall = { arrived: Promise<void>; letGo(): void }

/**
 * For handlers that overlap.
 * @returns stops the next call to an address that ends so, until it is let go
 */
export function useHeldCalls(): (ending: string) => HeldCall {
  const network = setupServer()
  beforeAll(() => network.listen({ onUnhandledFrame: 'bypass' }))
  afterEach(() => network.resetHandlers())
  afterAll(() => network.close())
  return (ending) => {
    const arrived = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const hold = async () => {
      arrived.resolve()
      await gate.promise
      return passthrough()
    }
    network.use(http.all(`*${ending}`, hold, { once: true }))
    return { arrived: arrived.promise, letGo: gate.resolve }
  }
}
