import type Stripe from 'stripe'
import type { Environment } from '../variables/environment.ts'
import { readLoopback } from './loopback.ts'
import { ServiceError } from './service-error.ts'
import { retryAfterIn } from './wire/patience.ts'

/**
 * The SDK with this key.
 * @param answerMs how long an answer may take, with one retry
 */
export async function connectStripe(
  apiKey: string,
  env: Environment,
  answerMs = 30_000,
): Promise<Stripe> {
  const { default: Sdk } = await import('stripe')
  const base = readLoopback(env, 'STRIPE_API_BASE')
  return new Sdk(apiKey, {
    // The key goes to Stripe, and to no place that an answer leads to.
    httpClient: Sdk.createFetchHttpClient((url, init) =>
      fetch(url, { ...init, redirect: 'error' }),
    ),
    // Half a second is between the two.
    timeout: Math.round(answerMs * 0.45),
    maxNetworkRetries: 1,
    telemetry: false,
    ...(base === null ? {} : { protocol: 'http', host: base.hostname, port: base.port || 80 }),
  })
}

/**
 * What a failed call to Stripe was, without Stripe's own words: they may hold a key or an address.
 * @param at method and path
 */
export function toStripeError(error: unknown, at: string): ServiceError {
  if (error instanceof ServiceError) return error
  const { statusCode, code, message, headers } = error as {
    statusCode?: number
    code?: string
    message?: string
    headers?: Record<string, string>
  }
  const permission = /\b(?:rak_)?[a-z][a-z0-9_]*_(?:read|write)\b/.exec(message ?? '')?.[0]
  const word = /^[a-z_]{1,60}$/.exec(code ?? '')?.[0] ?? null
  const isForbidden = statusCode === 403 && permission !== undefined
  // The SDK gives no status with an answer that it can't read.
  const isUnread =
    statusCode === undefined && (error as { type?: string }).type === 'StripeAPIError'
  return new ServiceError(
    'stripe',
    {
      at,
      status: isUnread ? 200 : (statusCode ?? null),
      code: isUnread ? 'not_json' : isForbidden ? permission : word,
      retryAfter: retryAfterIn(new Headers(headers)),
    },
    { cause: error },
  )
}
