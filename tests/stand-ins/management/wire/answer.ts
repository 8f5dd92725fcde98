import type { IncomingMessage, ServerResponse } from 'node:http'
import { send, toRequest } from '#local/node-http.ts'
import { Refusal } from './refusal.ts'
import { findRoute } from '#local/find-route.ts'
import type { Exchange, Route } from './route.ts'
import { takeFault, type Controls, type Fault, type Weather } from './weather.ts'

/** One request that was made. */
export type Call = {
  method: string
  path: string
  query: string
  /** The JSON that came with it. */
  body: unknown
  /** Milliseconds since 1970. */
  at: number
  /** null while it is unanswered, or was never answered. */
  status: number | null
}

/** What tells one service from another. */
export type Service<C extends Weather> = {
  name: string
  routes: readonly Route[]
  /** @throws {Refusal} 401 */
  authorize(headers: Headers): void
  /** A refusal in the service's JSON. */
  describe(refusal: Refusal): unknown
  /** Its own words for a status that a fault asks for. */
  words: Readonly<Record<number, string>>
  controls: Controls<C>
  calls: Call[]
  now(): number
  /** Resolves early when the stand-in closes. */
  sleep(milliseconds: number): Promise<void>
}

/** Answers one request, or leaves it hanging where a fault says so. */
export async function answer<C extends Weather>(
  service: Service<C>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = toRequest(incoming, 'http://stand-in')
  const { pathname: path, search } = new URL(request.url)
  const { method } = request
  const text = await request.text()
  if (path.startsWith('/_control')) {
    return await send(answerControl(service, `${method} ${path}`, text), outgoing)
  }
  const body = readJson(text)
  const query = search.slice(1)
  const call: Call = { method, path, query, body, at: service.now(), status: null }
  service.calls.push(call)
  const fault = takeFault(service.controls.now, method, path)
  await service.sleep(service.controls.now.latencyMs + (fault?.delayMs ?? 0))
  if (fault?.hang) return
  if (fault?.cut) return sendHalf(outgoing)

  const response =
    (fault && faultyAnswer(service, fault)) ?? (await answerCall(service, request, call))
  call.status = response.status
  await send(response, outgoing)
}

async function answerCall<C extends Weather>(
  service: Service<C>,
  { headers }: Request,
  { method, path, query, body }: Call,
): Promise<Response> {
  const found = findRoute(service.routes, method, path)
  if (found === null) {
    const message = `The ${service.name} stand-in does not speak ${method} ${path}.`
    return Response.json({ message }, { status: 501 })
  }
  const ids = found.ids as unknown as Exchange['ids']
  try {
    service.authorize(headers)
    if (body === notJson) throw new Refusal(400, 'The body is no JSON')
    return await found.route.answer({ ids, query: new URLSearchParams(query), headers, body })
  } catch (error) {
    if (error instanceof Refusal) return refuse(service, error)
    throw error
  }
}

function refuse<C extends Weather>(service: Service<C>, refusal: Refusal): Response {
  const { status, headers } = refusal
  return Response.json(service.describe(refusal), { status, headers })
}

/** null for a fault that only delays. */
function faultyAnswer<C extends Weather>(service: Service<C>, fault: Fault): Response | null {
  if (fault.rubbish) {
    const headers = { 'Content-Type': 'text/html' }
    return new Response('<html><body>rubbish', { status: fault.status ?? 200, headers })
  }
  const { status, retryAfter } = fault
  if (status === undefined) return null
  const headers = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }
  if (fault.body !== undefined) return Response.json(fault.body, { status, headers })
  const message = fault.message ?? service.words[status] ?? 'A fault was asked for'
  return refuse(service, new Refusal(status, message, headers))
}

/** `GET /_control`, `POST /_control` with the controls to change, `POST /_control/reset`. */
function answerControl<C extends Weather>(
  { name, controls }: Service<C>,
  order: string,
  text: string,
): Response {
  if (order === 'POST /_control/reset') controls.reset()
  else if (order === 'POST /_control') {
    const changes = readJson(text)
    if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) {
      return Response.json({ message: 'A JSON object is expected' }, { status: 400 })
    }
    const unknown = Object.keys(changes).find((field) => !(field in controls.now))
    if (unknown !== undefined) {
      return Response.json({ message: `There is no control "${unknown}"` }, { status: 400 })
    }
    controls.change(changes as Partial<C>)
  } else if (order !== 'GET /_control') {
    return Response.json(
      { message: `The ${name} stand-in does not speak ${order}.` },
      { status: 501 },
    )
  }
  return Response.json(controls.now)
}

const notJson = Symbol('not JSON')

function readJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return notJson
  }
}

/** Sends the beginning of an answer and breaks the connection. */
function sendHalf(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
  outgoing.write('{"id":"', () => outgoing.destroy())
}
