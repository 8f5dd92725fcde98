import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerControl } from './answer-control.ts'
import type { Call } from './call.ts'
import { clock } from './call.ts'
import type { Disturbances } from './controls.ts'
import type { Fault } from './fault.ts'
import { takeFault } from './fault.ts'
import { readText, send, toRequest } from './node-http.ts'
import { Refusal } from './refusal.ts'
import type { Exchange, Service } from './service.ts'

/** What the listener lends to each answer: the record of calls, and a wait that ends when it closes. */
export type Desk<N extends object> = {
  calls: (Call & N)[]
  closing: AbortSignal
  sleep(milliseconds: number): Promise<void>
}

/** Answers one request: to the controls, to what is served besides the API, or to the API with its faults. */
export async function answer<C extends Disturbances, N extends object, G extends keyof C>(
  service: Service<C, N, G>,
  { calls, closing, sleep }: Desk<N>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const at = clock()
  const text = await readText(incoming)
  const request = toRequest(incoming, 'http://stand-in', text)
  const { pathname: path, search } = new URL(request.url)
  if (path.startsWith('/_control')) {
    return send(await answerControl(service.name, service.controls, request), outgoing)
  }
  const beside = await service.serveBeside?.(request)
  if (beside) return send(beside, outgoing)

  const { method } = request
  const query = search.slice(1)
  const noted = service.note({ query, text })
  const call: Call & N = { method, path, query, at, endedAt: null, status: null, ...noted }
  calls.push(call)
  const fault: C['faults'][number] | null = takeFault(service.controls.now.faults, call)
  const latency = service.latencyMs(call)
  const leavesAt = at + latency + (fault?.delayMs ?? 0)
  // What is true halfway is answered; what that work takes is no part of what was asked for.
  await sleep(leavesAt - latency / 2 - clock())
  if (fault?.hang || closing.aborted) return

  const response = await respond(service, { request, call }, fault)
  await sleep(Math.max(0, leavesAt - clock()) + (fault?.lateMs ?? 0))
  await fault?.until
  call.status = response.status
  call.endedAt = clock()
  await send(response, outgoing, { isCut: fault?.cut ?? false })
}

/** The one place where a refusal becomes a response. */
async function respond<C extends Disturbances, N extends object, G extends keyof C>(
  service: Service<C, N, G>,
  exchange: Exchange<N>,
  fault: C['faults'][number] | null,
): Promise<Response> {
  let response: Response
  try {
    response =
      (fault && (bareAnswer(fault) ?? wordedAnswer(service, exchange, fault))) ??
      (await service.answer(exchange))
  } catch (error) {
    response = refuse(service, exchange, asRefusal(service.name, error))
  }
  const headers = Object.entries(service.headers?.(exchange.call) ?? {})
  for (const [name, value] of headers) response.headers.set(name, value)
  if (fault?.retryAfter !== undefined) response.headers.set('Retry-After', String(fault.retryAfter))
  return response
}

/** What a fault sends in place of anything that the service would say. */
function bareAnswer({ rubbish, body, status }: Fault): Response | null {
  if (rubbish) {
    const headers = { 'Content-Type': 'text/html' }
    return new Response('<html><body>rubbish', { status: status ?? 200, headers })
  }
  return body === undefined ? null : Response.json(body, { status: status ?? 500 })
}

function wordedAnswer<C extends Disturbances, N extends object, G extends keyof C>(
  service: Service<C, N, G>,
  exchange: Exchange<N>,
  fault: C['faults'][number],
): Response | null {
  const refusal = service.wordFault(fault, exchange)
  return refusal && refuse(service, exchange, refusal)
}

function refuse<C extends Disturbances, N extends object, G extends keyof C>(
  service: Service<C, N, G>,
  { call }: Exchange<N>,
  refusal: Refusal,
): Response {
  const { status, headers } = refusal
  return Response.json(service.describe(refusal, call), { status, headers })
}

function asRefusal(name: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error
  console.error(`The ${name} stand-in failed:`, error)
  return new Refusal(500, String(error))
}
