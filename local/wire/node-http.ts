import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

/**
 * A Node request as the web's Request.
 * @param body what was read of it already; without it, a stream of the very bytes that come
 */
export function toRequest(message: IncomingMessage, origin: string, body?: string): Request {
  const headers = new Headers()
  for (let index = 0; index < message.rawHeaders.length; index += 2)
    headers.append(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '')
  const method = message.method ?? 'GET'
  const url = new URL(message.url ?? '/', origin)
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  if (body !== undefined) return new Request(url, { method, headers, body })
  // Node's own stream type and the browser's are two names for one thing.
  const stream = Readable.toWeb(message) as unknown as NonNullable<RequestInit['body']>
  const init: RequestInit & { duplex: 'half' } = { method, headers, body: stream, duplex: 'half' }
  return new Request(url, init)
}

/** The whole body of a Node request. */
export async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** Sends a Response through Node's. With `isCut`, only its first half, and then the connection breaks. */
export async function send(
  response: Response,
  to: ServerResponse,
  { isCut = false } = {},
): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer())
  to.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') to.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) to.setHeader('set-cookie', cookies)
  if (!isCut) {
    to.end(body)
    return
  }
  to.setHeader('content-length', body.length + 1)
  to.flushHeaders()
  to.write(body.subarray(0, Math.ceil(body.length / 2)), () => to.destroy())
}
