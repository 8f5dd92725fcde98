import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

/** A Node request as the web's Request; the body stays a stream of the very bytes that came. */
export function toRequest(message: IncomingMessage, origin: string): Request {
  const headers = new Headers()
  for (let index = 0; index < message.rawHeaders.length; index += 2)
    headers.append(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '')
  const method = message.method ?? 'GET'
  const url = new URL(message.url ?? '/', origin)
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  // Node's own stream type and the browser's are two names for one thing.
  const body = Readable.toWeb(message) as unknown as NonNullable<RequestInit['body']>
  const init: RequestInit & { duplex: 'half' } = { method, headers, body, duplex: 'half' }
  return new Request(url, init)
}

/** Sends a Response through Node's. */
export async function send(response: Response, to: ServerResponse): Promise<void> {
  to.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') to.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) to.setHeader('set-cookie', cookies)
  if (response.body === null) to.end()
  else {
    const body = Readable.fromWeb(response.body as ReadableStream)
    body.on('error', () => to.destroy())
    body.pipe(to)
  }
}
