import type { Control, Fault } from './control.ts'
import { notPermitted, StripeProblem } from './problem.ts'

export type FaultTarget = { method: string; path: string; expand: readonly string[] }

/** The first fault that fits, used up by one where it counts. */
export function takeFault(control: Control, target: FaultTarget): Fault | null {
  const fault = control.faults.find((candidate) => fits(candidate, target))
  if (!fault) return null
  if (fault.times !== undefined) fault.times -= 1
  return fault
}

/** The problem that a fault stands for, in Stripe's words, or `null` where it only delays or disturbs. */
export function findProblem(
  fault: Fault,
  { key, account }: { key: string; account: string },
): StripeProblem | null {
  const { status, code, message, permission, retryAfter, shouldRetry } = fault
  if (permission) return notPermitted(permission, key, account)
  if (status === undefined) return null
  const standard = STANDARD[status] ?? { message: 'An unknown error occurred' }
  return new StripeProblem(status, message ?? standard.message, {
    type: status >= 500 ? 'api_error' : 'invalid_request_error',
    code: code ?? standard.code,
    headers: {
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      ...(shouldRetry !== undefined && { 'stripe-should-retry': String(shouldRetry) }),
      ...(status === 429 && { 'stripe-rate-limited-reason': 'endpoint-rate' }),
    },
  })
}

const STANDARD: Record<number, { message: string; code?: string }> = {
  401: { message: 'Invalid API Key provided' },
  403: { message: 'The provided key does not have the required permissions for this endpoint.' },
  404: { message: 'No such object', code: 'resource_missing' },
  429: {
    message: 'Request rate limit exceeded. Learn more: https://docs.stripe.com/rate-limits',
    code: 'rate_limit',
  },
}

function fits(fault: Fault, { method, path, expand }: FaultTarget): boolean {
  if (fault.times !== undefined && fault.times <= 0) return false
  if (fault.method && fault.method.toUpperCase() !== method) return false
  if (fault.path && !matchesPath(path, fault.path)) return false
  const { onlyWhenExpanding } = fault
  return !onlyWhenExpanding || expand.some((property) => property.includes(onlyWhenExpanding))
}

function matchesPath(path: string, pattern: string): boolean {
  return pattern.startsWith('^') ? new RegExp(pattern).test(path) : path.startsWith(pattern)
}
