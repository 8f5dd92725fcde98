import { ServiceError } from '../service-error.ts'
import type { Patience } from './patience.ts'
import { retryAfterIn } from './patience.ts'

/** `url`: without a slash at the end. */
export type ProjectKeys = { url: string; publishableKey: string | null; secretKey: string | null }

type Ask<T> = (as: 'publishable' | 'secret', path: string, init?: RequestInit) => Promise<T>

/** Asks a Supabase project with one of its keys. `read`: the JSON of a good answer. Each: @throws {ServiceError} */
export function askProject(
  project: ProjectKeys,
  patience: Patience,
): { ask: Ask<Response>; read: Ask<unknown> } {
  async function ask(
    as: 'publishable' | 'secret',
    path: string,
    init: RequestInit = {},
  ): Promise<Response> {
    return patience.bear(() => send(as, path, init))
  }

  async function send(
    as: 'publishable' | 'secret',
    path: string,
    init: RequestInit,
  ): Promise<Response> {
    const apikey = as === 'secret' ? project.secretKey : project.publishableKey
    const at = `${init.method ?? 'GET'} ${path.split('?')[0]}`
    let answer: Response
    try {
      answer = await fetch(project.url + path, {
        ...init,
        headers: {
          ...(apikey === null ? {} : { apikey }),
          ...(apikey?.startsWith('eyJ') === true ? { Authorization: `Bearer ${apikey}` } : {}),
          'Content-Type': 'application/json',
          // The first schema that the project serves may be another.
          'Accept-Profile': 'public',
          'Content-Profile': 'public',
        },
        redirect: 'error',
        signal: AbortSignal.timeout(patience.answerMs),
      })
    } catch (cause) {
      throw new ServiceError('supabase', { at, status: null }, { cause })
    }
    const { status, headers } = answer
    if (status !== 429) return answer
    throw new ServiceError('supabase', { at, status, retryAfter: retryAfterIn(headers) })
  }

  async function read(...order: Parameters<typeof ask>): Promise<unknown> {
    const response = await ask(...order)
    const at = `${order[2]?.method ?? 'GET'} ${order[1].split('?')[0]}`
    const body = await parse(response)
    if (response.ok && body !== undefined) return body
    throw refusal(response, { at, body })
  }

  return { ask, read }
}

/** What the project refused; a good answer that can't be read is somebody else's. */
export function refusal(
  response: Response,
  { at, body }: { at: string; body: unknown },
): ServiceError {
  const { ok, status, headers } = response
  const code = ok ? 'not_json' : codeIn(body)
  return new ServiceError('supabase', { at, status, code, retryAfter: retryAfterIn(headers) })
}

/** `undefined`: no JSON. */
export async function parse(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown
  } catch {
    return undefined
  }
}

/** A word of PostgREST's or Postgres's own. */
export function codeIn(body: unknown): string | null {
  const { code } = (body ?? {}) as { code?: unknown }
  return typeof code === 'string' ? (/^\w{1,40}$/.exec(code)?.[0] ?? null) : null
}
