import type { Problem } from '../contract/problem.ts'
import { GatewayError } from '../errors.ts'

/**
 * A failure as the caller sees it: a code, its public sentence and the request's id, and nothing of what went wrong.
 * @param methods what the door answers, for a 405
 */
export function toProblem(error: unknown, requestId: string, methods: readonly string[]): Response {
  const { code, status, title, retryAfterSeconds, details } =
    error instanceof GatewayError ? error : new GatewayError('internal', 'unforeseen')
  const type = `urn:portal-gateway:error:${code}`
  const problem: Problem = { type, title, status, code, requestId, ...details }
  const headers = new Headers({ 'Content-Type': 'application/problem+json' })
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer')
  if (status === 405) headers.set('Allow', methods.join(', '))
  if (retryAfterSeconds !== null) headers.set('Retry-After', String(retryAfterSeconds))
  return new Response(JSON.stringify(problem), { status, headers })
}
