import type { Fault } from '../control.ts'
import { notPermitted, StripeProblem } from './problem.ts'

const usual: Record<number, { message: string; code?: string }> = {
  401: { message: 'Invalid API Key provided' },
  403: { message: 'The provided key does not have the required permissions for this endpoint.' },
  404: { message: 'No such object', code: 'resource_missing' },
  429: {
    message: 'Request rate limit exceeded. Learn more: https://docs.stripe.com/rate-limits',
    code: 'rate_limit',
  },
}

/** What a fault refuses, in Stripe's words; `null` if it refuses nothing. */
export function wordFault(
  { permission, status, ...fault }: Fault,
  { key, account }: { key: string; account: string },
): StripeProblem | null {
  if (permission) return notPermitted(permission, key, account)
  return status === undefined ? null : wordStatus(status, fault)
}

/** The problem of a status, with Stripe's usual message unless another is given. */
export function wordStatus(
  status: number,
  { code, message, shouldRetry }: Pick<Fault, 'code' | 'message' | 'shouldRetry'> = {},
): StripeProblem {
  const words = usual[status] ?? { message: 'An unknown error occurred' }
  return new StripeProblem(status, message ?? words.message, {
    code: code ?? words.code,
    headers: {
      ...(shouldRetry !== undefined && { 'stripe-should-retry': String(shouldRetry) }),
      ...(status === 429 && { 'stripe-rate-limited-reason': 'endpoint-rate' }),
    },
  })
}
