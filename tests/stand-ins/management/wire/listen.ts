import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer, type Call, type Service } from './answer.ts'
import type { Weather } from './weather.ts'

/** What every stand-in here gives whoever started it. */
export type Listener<C extends Weather> = {
  /** `http://127.0.0.1:PORT`; paths behind it are those of the real host. */
  readonly url: string
  /** The whole stand-in, to be mounted where the prefix is taken off `request.url`. */
  handle(request: IncomingMessage, response: ServerResponse): void
  readonly controls: C
  control(changes: Partial<C>): void
  resetControl(): void
  /** Every request seen, oldest first. */
  readonly calls: Call[]
  resetCalls(): void
  close(): Promise<void>
}

/** Starts a service on 127.0.0.1, on any free port where 0 is named. */
export async function listen<C extends Weather>({
  port,
  ...plan
}: Omit<Service<C>, 'calls' | 'sleep'> & { port: number }): Promise<Listener<C>> {
  const { controls } = plan
  const closing = new AbortController()
  const calls: Call[] = []
  const service = { ...plan, calls, sleep: sleepUntil(closing.signal) }
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    answer(service, request, response).catch((error: unknown) => {
      console.error(`The ${plan.name} stand-in failed at`, request.method, request.url, error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }
  const server = createServer(handle).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handle,
    get controls() {
      return controls.now
    },
    control: (changes) => controls.change(changes),
    resetControl: () => controls.reset(),
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

/** Waits, or gives up waiting when the stand-in closes. */
function sleepUntil(signal: AbortSignal): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    if (milliseconds <= 0 || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    clearTimeout(timer)
  }
}
