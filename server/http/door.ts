import type { HealthResponse } from '../contract/health.ts'
import type { Problem } from '../contract/problem.ts'
import { GatewayError } from '../errors.ts'
import type { Gateway } from '../wiring.ts'
import { getGateway } from '../wiring.ts'

/** What a door adds to its line in the log: counts and outcomes, never an address, an id or a link. */
export type Note = (facts: Record<string, number | string | boolean>) => void

type Handle = (gateway: Gateway, request: Request, note: Note) => Promise<Response>

/**
 * Who calls a door: a page (CORS, POST), Stripe (POST), a watcher of uptime (GET), or Netlify's clock, which has no URL
 * and whose method is not documented.
 */
type Caller = 'page' | 'webhook' | 'monitor' | 'clock'

const methods: Record<Caller, readonly string[]> = {
  page: ['POST', 'OPTIONS'],
  webhook: ['POST'],
  monitor: ['GET', 'HEAD'],
  clock: [],
}

/** What a watcher reads while there is no configuration to ask anybody with. */
const unconfigured: HealthResponse = { stripe: false, database: false, auth: false }

/** What Netlify hands over beside the request, as far as it is used. */
type PlatformContext = { requestId?: string }

const alwaysSent = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/**
 * A door: answers every request with a Response, every failure as a problem, and writes one line to the log.
 * @param name the door's name in the log
 */
export function door(
  name: string,
  handle: Handle,
  caller: Caller,
): (request: Request, context?: PlatformContext) => Promise<Response> {
  return async (request, context) => {
    const startedAt = performance.now()
    const requestId = context?.requestId || crypto.randomUUID()
    const facts: Parameters<Note>[0] = {}
    let response: Response
    let fault: unknown
    let origins: readonly string[] = []
    try {
      assertMethod(request.method, caller)
      const gateway = getGateway()
      origins = gateway.origins
      response =
        request.method === 'OPTIONS' && caller === 'page'
          ? new Response(null, { status: 204 })
          : await handle(gateway, request, (more) => Object.assign(facts, more))
    } catch (error) {
      fault = error
      response =
        caller === 'monitor' && isUnconfigured(error)
          ? json(unconfigured, 503)
          : toProblem(error, requestId, caller)
    }
    if (request.method === 'HEAD') response = new Response(null, response)
    for (const [header, value] of Object.entries(alwaysSent)) response.headers.set(header, value)
    if (caller === 'page') allowOrigin(request, response, origins)
    log({ name, requestId, response, fault, startedAt, facts })
    return response
  }
}

/** A JSON body, with 200 unless told otherwise. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status })
}

/**
 * The body as text, byte for byte (a byte-order mark stays, for the signature's sake).
 * @throws `body_too_large` beyond `maxBytes`, `body_invalid` where the body breaks off
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = new GatewayError('body_too_large', `the body is larger than ${maxBytes} bytes`)
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw tooLarge
      text += decoder.decode(chunk, { stream: true })
    }
  } catch (cause) {
    if (cause === tooLarge) throw cause
    throw new GatewayError('body_invalid', 'the body broke off', { cause })
  }
  return text + decoder.decode()
}

function assertMethod(method: string, caller: Caller): void {
  const allowed = methods[caller]
  if (allowed.length > 0 && !allowed.includes(method))
    throw new GatewayError('method_not_allowed', `only ${allowed.join(' and ')} is answered`)
}

function isUnconfigured(error: unknown): boolean {
  return error instanceof GatewayError && error.code === 'config_missing'
}

function toProblem(error: unknown, requestId: string, caller: Caller): Response {
  const { code, status, title, retryAfterSeconds } =
    error instanceof GatewayError ? error : new GatewayError('internal', 'unforeseen')
  const type = `urn:portal-gateway:error:${code}`
  const problem: Problem = { type, title, status, code, requestId }
  const headers = new Headers({ 'Content-Type': 'application/problem+json' })
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer')
  if (status === 405) headers.set('Allow', methods[caller].join(', '))
  if (retryAfterSeconds !== null) headers.set('Retry-After', String(retryAfterSeconds))
  return new Response(JSON.stringify(problem), { status, headers })
}

/** https://fetch.spec.whatwg.org/#http-cors-protocol */
function allowOrigin(request: Request, response: Response, origins: readonly string[]): void {
  response.headers.append('Vary', 'Origin')
  const origin = request.headers.get('origin')
  if (origin === null || !origins.includes(origin)) return
  response.headers.set('Access-Control-Allow-Origin', origin)
  response.headers.set('Access-Control-Expose-Headers', 'Retry-After')
  if (request.method === 'OPTIONS') {
    response.headers.set('Access-Control-Allow-Methods', 'POST')
    response.headers.set('Access-Control-Allow-Headers', 'Authorization, Content-Type')
    response.headers.set('Access-Control-Max-Age', '600')
  }
}

function log(entry: {
  name: string
  requestId: string
  response: Response
  fault: unknown
  startedAt: number
  facts: Parameters<Note>[0]
}): void {
  const { fault, facts, response } = entry
  const line = JSON.stringify({
    door: entry.name,
    requestId: entry.requestId,
    status: response.status,
    ...(fault === undefined ? {} : describe(fault)),
    durationMs: Math.round(performance.now() - entry.startedAt),
    ...facts,
  })
  if (response.status >= 500) console.error(line)
  else console.info(line)
}

/** Our own message says what to do. Of anything else only the kind and the place: its message may hold anything. */
function describe(fault: unknown): Record<string, unknown> {
  if (fault instanceof GatewayError) return { code: fault.code, reason: fault.message }
  const { name, stack } = fault instanceof Error ? fault : new Error('not an error')
  const place = stack?.split('\n').find((line) => /^\s+at /.test(line))
  return { code: 'internal', reason: name, at: place?.trim() }
}
