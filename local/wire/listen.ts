import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Desk } from './answer.ts'
import { answer } from './answer.ts'
import type { Call } from './call.ts'
import type { Changes, Disturbances } from './controls.ts'
import type { Service } from './service.ts'

/** What every stand-in gives its owner. */
export type Listener<
  C extends Disturbances,
  N extends object = object,
  G extends keyof C = never,
> = {
  /** `http://127.0.0.1:PORT`; the paths behind it are those of the real host. */
  readonly url: string
  /** The whole stand-in, to be mounted under a prefix that is taken off `request.url` first. */
  handle(request: IncomingMessage, response: ServerResponse): void
  readonly controls: C
  control(changes: Changes<C, G>): void
  resetControl(): void
  /** Every request to the API, oldest first. */
  readonly calls: (Call & N)[]
  resetCalls(): void
  /** Ends what hangs and what waits. */
  close(): Promise<void>
}

/**
 * Starts a service on 127.0.0.1.
 * @param port 0 takes any that is free
 */
export async function listen<C extends Disturbances, N extends object, G extends keyof C = never>(
  service: Service<C, N, G>,
  port: number,
): Promise<Listener<C, N, G>> {
  const { controls } = service
  const closing = new AbortController()
  const calls: (Call & N)[] = []
  const desk: Desk<N> = { calls, closing: closing.signal, sleep: sleepUntil(closing.signal) }
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    answer(service, desk, request, response).catch((error: unknown) => {
      // A caller that hung up is not our fault.
      if (response.destroyed) return
      console.error(`The ${service.name} stand-in failed at`, request.method, request.url, error)
      response.destroy()
    })
  }
  // Real services hold an idle connection for minutes. Node's five seconds can pass while a busy machine does other
  // work, and the next request then meets a connection that is being closed.
  const server = createServer({ keepAliveTimeout: 120_000 }, handle).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handle,
    controls: controls.now,
    control: controls.change,
    resetControl: controls.reset,
    calls,
    resetCalls: () => void calls.splice(0),
    async close() {
      closing.abort()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function sleepUntil(signal: AbortSignal): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    if (milliseconds <= 0) return
    await setTimeout(milliseconds, undefined, { signal, ref: false }).catch(() => undefined)
  }
}
