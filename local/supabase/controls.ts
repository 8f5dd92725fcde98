import type { Settings } from './settings.ts'

/** One way to misbehave. Without `times` it lasts until the controls are reset. */
export type Fault = {
  method?: string
  /** The beginning of the path, such as `/rest/v1/rpc`. */
  path?: string
  times?: number
  status?: number
  body?: unknown
  retryAfter?: number | string
  /** Never answers. */
  hang?: boolean
  /** Breaks the connection in the middle of the answer. */
  cut?: boolean
  /** Answers with something that is no JSON. */
  rubbish?: boolean
}

/** The project's settings, which a test may change, and the weather. */
export type Controls = Settings & {
  latencyMs: { rest: number; auth: number }
  faults: Fault[]
  jwksDown: boolean
  /** The one captcha token that passes; null while the captcha is off. */
  captcha: string | null
  /** Supabase's own mails, which carry a link to `/verify` and nothing else. */
  defaultTemplates: boolean
  /** A project that still signs with a shared secret and lists no key. */
  legacySecret: boolean
  /** Which keys the project accepts: `sb_...`, the two tokens of old, or both. */
  apiKeys: 'new' | 'legacy' | 'both'
  clockAheadSeconds: number
}

/** As it is before anybody touches the controls; `legacy`: a project of old, with a shared secret and its two tokens. */
export function fairWeather(settings: Settings, legacy: boolean): Controls {
  return {
    ...settings,
    latencyMs: { rest: 0, auth: 0 },
    faults: [],
    jwksDown: false,
    captcha: null,
    defaultTemplates: false,
    legacySecret: legacy,
    apiKeys: legacy ? 'legacy' : 'new',
    clockAheadSeconds: 0,
  }
}

/** The first fault that is due for this request; counts it. */
export function takeFault(controls: Controls, method: string, path: string): Fault | undefined {
  const fault = controls.faults.find(
    (candidate) =>
      (candidate.times ?? 1) > 0 &&
      (candidate.method === undefined || candidate.method === method) &&
      path.startsWith(candidate.path ?? '/'),
  )
  if (fault?.times !== undefined) fault.times -= 1
  return fault
}

/** The answer of a fault that answers at all. */
export function faultyAnswer(fault: Fault): Response {
  const headers = new Headers({ 'Access-Control-Allow-Origin': '*' })
  if (fault.retryAfter !== undefined) headers.set('Retry-After', String(fault.retryAfter))
  if (fault.rubbish) {
    headers.set('Content-Type', 'text/html')
    return new Response('<html><body>rubbish', { status: fault.status ?? 200, headers })
  }
  return Response.json(fault.body ?? { message: 'a fault was asked for' }, {
    status: fault.status ?? 500,
    headers,
  })
}
