import { ServiceError } from '../service-error.ts'
import type { Service } from '../service-error.ts'
import { retryAfterIn } from './patience.ts'

/** A request to a management API. */
export type JsonRequest = {
  service: Service
  /** Without a slash at the end. */
  base: string
  method: string
  path: string
  token: string
  body?: unknown
  /** Milliseconds that the answer may take. */
  timeout: number
}

/**
 * Sends JSON with a bearer token and reads JSON; an empty body is `null`.
 * @throws {ServiceError} if no answer comes, or one that is not 2xx, or no JSON
 */
export async function fetchJson(request: JsonRequest): Promise<unknown> {
  return read(request, await send(request))
}

type Answer = { response: Response; text: string }

async function send(request: JsonRequest): Promise<Answer> {
  const { service, base, method, path, token, body, timeout } = request
  try {
    const response = await fetch(base + path, {
      method,
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      // A token must not go wherever a redirect leads.
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    })
    return { response, text: await response.text() }
  } catch (cause) {
    throw new ServiceError(service, { at: placeOf(request), status: null }, { cause })
  }
}

function read(request: JsonRequest, { response, text }: Answer): unknown {
  const { service } = request
  const at = placeOf(request)
  const answer = parseJson(text)
  const { ok, status } = response
  const retryAfter = retryAfterIn(response.headers)
  if (!ok) throw new ServiceError(service, { at, status, retryAfter, ...reasonIn(answer) })
  if (answer === undefined) throw new ServiceError(service, { at, status, code: 'not_json' })
  return answer
}

function placeOf({ method, path }: JsonRequest): string {
  return `${method} ${path.split('?')[0]}`
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** The names of permissions in Supabase's refusal of a scoped token. */
function wordsIn(missing: unknown): string {
  const words = Array.isArray(missing) ? missing.map(String) : []
  return words.filter((word) => /^[a-z_:]{1,60}$/.test(word)).join(', ')
}

/** The database's own reason is worth showing; values in quotes and addresses in it are not. */
function reasonIn(answer: unknown): { code?: string; says?: string } {
  const { message, msg, missing_permissions: missing } = (answer ?? {}) as Record<string, unknown>
  const text = [message, msg].find((entry) => typeof entry === 'string')
  if (text === undefined) return {}
  const [line = ''] = (text as string).split('\n')
  const state = /ERROR:\s+([0-9A-Z]{5}):/.exec(line)?.[1]
  const lacks = wordsIn(missing)
  const told = lacks === '' ? line : `${line}; missing: ${lacks}`
  const says = told
    .replace(/\S*@\S*/g, '...')
    .replace(/\b(?:sk|rk|whsec|sb_secret|sb_publishable|sbp|nfp|eyJ)\w*_?\S*/g, '...')
    .slice(0, 200)
  return { says, ...(state === undefined ? {} : { code: state }) }
}
