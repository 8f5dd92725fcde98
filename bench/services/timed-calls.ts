import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call as the service that was asked saw it; milliseconds since 1970, with fractions. */
export type TimedCall = { service: Service; at: number; endedAt: number }
export type Service = 'database' | 'auth' | 'stripe'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/** Puts a listener of its own before a stand-in that does not tell when it had answered. */
export async function listenTimed(handle: Handle): Promise<{ url: string; calls: TimedCall[] }> {
  const calls: TimedCall[] = []
  const server = createServer((request, response) => {
    const service = request.url?.startsWith('/rest/') ? 'database' : 'auth'
    const at = clock()
    response.once('finish', () => calls.push({ service, at, endedAt: clock() }))
    handle(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, calls }
}

function clock(): number {
  return performance.timeOrigin + performance.now()
}

/**
 * The longest chain of calls of which each began when the one before had ended: what can't be waited less for without
 * asking differently. Of chains of one length, the one that waited longest.
 */
export function criticalPath<Call extends TimedCall>(calls: readonly Call[]): Call[] {
  const paths: Call[][] = []
  for (const call of calls.toSorted((a, b) => a.at - b.at)) {
    const before = paths.filter((path) => (path.at(-1)?.endedAt ?? Infinity) <= call.at)
    paths.push([...longest(before), call])
  }
  return longest(paths)
}

function longest<Call extends TimedCall>(paths: Call[][]): Call[] {
  const waited = (path: Call[]) => path.reduce((sum, { at, endedAt }) => sum + endedAt - at, 0)
  return paths.reduce<Call[]>(
    (best, path) =>
      path.length > best.length || (path.length === best.length && waited(path) > waited(best))
        ? path
        : best,
    [],
  )
}
