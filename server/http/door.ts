import { GatewayError } from '../errors.ts'
import type { Door, DoorName } from '../needs.ts'
import { doors } from '../needs.ts'
import type { Gateway } from '../wiring.ts'
import { getGateway } from '../wiring.ts'
import { allowAnyone, allowOrigin } from './cors.ts'
import type { Facts } from './log.ts'
import { logRequest } from './log.ts'
import { networkOf } from './network.ts'
import { toProblem } from './problem.ts'

/** How a door is called. */
type Options = {
  /** As in `needs.ts`, which says its path and method; one without a path answers any method. */
  name: DoorName
  /** Whose pages may call it from a browser; `none`: programs only. */
  cors: 'own origins' | 'anyone' | 'none'
  /** The answer while variables are missing, if it is not to be a problem. */
  whenUnconfigured?: () => Response
  /** What people see instead of a problem. */
  whenFailed?: (problem: Response, request: Request) => Promise<Response>
}

type Handle = (
  gateway: Gateway,
  request: Request,
  note: (facts: Facts) => void,
  /** Where it came from, as `networkOf` counts. */
  network: string,
) => Promise<Response>

/** What Netlify hands over beside the request, as far as it is used. */
type PlatformContext = { requestId?: string; ip?: string }

const alwaysSent = {
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/** A door: answers every request with a Response, every failure as a problem, and writes one line to the log. */
export function door(
  { name, cors, whenUnconfigured, whenFailed }: Options,
  handle: Handle,
): (request: Request, context?: PlatformContext) => Promise<Response> {
  const { path, method, also = [] }: Door = doors[name]
  const asked = [method, ...also]
  const methods = methodsOf(asked, cors)
  return async (request, context) => {
    const startedAt = performance.now()
    const requestId = context?.requestId || crypto.randomUUID()
    const facts: Facts = {}
    let response: Response
    let fault: unknown
    let origins: readonly string[] = []
    try {
      // The method with which Netlify's clock rings is not documented.
      if (path !== null && !methods.includes(request.method))
        throw new GatewayError('method_not_allowed', `only ${methods.join(' and ')} is answered`)
      const gateway = getGateway()
      origins = gateway.origins
      response =
        request.method === 'OPTIONS' && cors === 'own origins'
          ? new Response(null, { status: 204 })
          : await handle(
              gateway,
              request,
              (more) => Object.assign(facts, more),
              networkOf(context?.ip),
            )
    } catch (error) {
      fault = error
      response =
        whenUnconfigured !== undefined && isUnconfigured(error)
          ? whenUnconfigured()
          : toProblem(error, requestId, methods)
      if (whenFailed !== undefined) response = await whenFailed(response, request)
    }
    if (request.method === 'HEAD') response = new Response(null, response)
    for (const [header, value] of Object.entries(alwaysSent)) response.headers.set(header, value)
    if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store')
    if (cors === 'anyone') allowAnyone(response)
    if (cors === 'own origins') allowOrigin({ request, response, methods: asked }, origins)
    const durationMs = performance.now() - startedAt
    logRequest({ door: name, requestId, status: response.status, fault, durationMs, facts })
    return response
  }
}

function methodsOf(asked: string[], cors: Options['cors']): string[] {
  const heads = asked.includes('GET') ? ['HEAD'] : []
  return [...asked, ...heads, ...(cors === 'own origins' ? ['OPTIONS'] : [])]
}

function isUnconfigured(error: unknown): boolean {
  return error instanceof GatewayError && error.code === 'config_missing'
}
