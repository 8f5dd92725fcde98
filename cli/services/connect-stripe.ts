import type Stripe from 'stripe'
import type { Environment } from '../variables/environment.ts'
import { readLoopback } from './loopback.ts'
import { ServiceError } from './service-error.ts'

/** The SDK with this key; 15 s and one retry for each call. */
export async function connectStripe(apiKey: string, env: Environment): Promise<Stripe> {
  const { default: Sdk } = await import('stripe')
  const base = readLoopback(env, 'STRIPE_API_BASE')
  return new Sdk(apiKey, {
    // The key goes to Stripe, and to no place that an answer leads to.
    httpClient: Sdk.createFetchHttpClient((url, init) =>
      fetch(url, { ...init, redirect: 'error' }),
    ),
    timeout: 15_000,
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
  const { statusCode, code, message } = error as {
    statusCode?: number
    code?: string
    message?: string
  }
  const permission = /\b(?:rak_)?[a-z][a-z0-9_]*_(?:read|write)\b/.exec(message ?? '')?.[0]
  const word = /^[a-z_]{1,60}$/.exec(code ?? '')?.[0] ?? null
  const isForbidden = statusCode === 403 && permission !== undefined
  return new ServiceError(
    'stripe',
    { at, status: statusCode ?? null, code: isForbidden ? permission : word },
    { cause: error },
  )
}
