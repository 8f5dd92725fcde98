import type Stripe from 'stripe'

/** The SDK, loaded when it is first asked for: a door that never asks Stripe starts without it. */
export type StripeClient = () => Promise<Stripe>

/** The SDK's own names; `timeout` in milliseconds. */
export type CallLimits = { timeout?: number; maxNetworkRetries?: number }

/** Loads nothing yet. @param apiBase another address for Stripe's API, for stand-ins */
export function createStripeClient(apiKey: string, apiBase: URL | null): StripeClient {
  let loaded: Promise<Stripe> | undefined
  return () => (loaded ??= load(apiKey, apiBase))
}

/**
 * 8 s for each try and one retry, because its own 80 s and two retries outlive a
 * function; `fetch`, because the Node client's time-out is an idle one, which an answer that dribbles never meets.
 */
async function load(apiKey: string, apiBase: URL | null): Promise<Stripe> {
  const { default: Stripe } = await import('stripe')
  return new Stripe(apiKey, {
    // The key goes to Stripe, and to no place that an answer leads to.
    httpClient: Stripe.createFetchHttpClient((url, init) =>
      fetch(url, { ...init, redirect: 'error' }),
    ),
    timeout: 8000,
    maxNetworkRetries: 1,
    telemetry: false,
    ...(apiBase === null
      ? {}
      : {
          protocol: apiBase.protocol === 'https:' ? 'https' : 'http',
          host: apiBase.hostname,
          port: apiBase.port === '' ? (apiBase.protocol === 'https:' ? 443 : 80) : apiBase.port,
        }),
  })
}
