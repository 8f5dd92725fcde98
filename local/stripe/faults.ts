import type { Fault } from './control.ts'
import { notPermitted, StripeProblem } from './problem.ts'

/** The problem that a fault stands for, in Stripe's words, or `null` where it only delays or disturbs. */
export function findProblem(
  fault: Fault,
  { key, account }: { key: string; account: string },
): StripeProblem | null {
  const { status, code, message, permission, shouldRetry } = fault
  if (permission) return notPermitted(permission, key, account)
  if (status === undefined) return null
  const standard = STANDARD[status] ?? { message: 'An unknown error occurred' }
  return new StripeProblem(status, message ?? standard.message, {
    code: code ?? standard.code,
    headers: {
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
