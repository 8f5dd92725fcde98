import type { IncomingMessage, ServerResponse } from 'node:http'

/** A Node request as a web Request. The path is what is left after a prefix that the caller took off. */
export async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, String(value))
  }
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const method = incoming.method ?? 'GET'
  const url = new URL(incoming.url ?? '/', 'http://stand-in')
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks)
  return new Request(url, { method, headers, body })
}

export async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer())
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(body)
}

/** Sends the beginning of an answer and breaks the connection. */
export function sendHalf(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
  outgoing.write('{"access_', () => outgoing.destroy())
}

/** A request's JSON object, `{}` where there is no body, null where it is something else. */
export async function readJson(request: Request): Promise<Record<string, unknown> | null> {
  const text = await request.text()
  if (text === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return value as Record<string, unknown>
  } catch {
    return null
  }
}

/** What a stand-in says to a route it does not know. */
export function notSpoken(request: Request): Response {
  const { pathname } = new URL(request.url)
  return Response.json(
    { message: `The Supabase stand-in does not speak ${request.method} ${pathname}.` },
    { status: 501 },
  )
}

export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
  'Access-Control-Allow-Headers':
    'authorization, apikey, content-type, x-client-info, x-supabase-api-version, accept-profile, content-profile, prefer',
  'Access-Control-Expose-Headers': 'content-range, x-sb-error-code, x-supabase-api-version',
}
