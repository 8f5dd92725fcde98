import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** `origin`: without a slash at the end. */
export type Served = { origin: string; close(): void }

/** Answers on a free port of 127.0.0.1; an answer that fails breaks the connection. */
export async function serve(
  answer: (message: IncomingMessage, response: ServerResponse) => unknown,
): Promise<Served> {
  const server = createServer((message, response) => {
    void Promise.try(answer, message, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
