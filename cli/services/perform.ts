import type { Call } from './call.ts'
import { connectStripe, toStripeError } from './connect-stripe.ts'
import type { Environment } from '../variables/environment.ts'
import { fetchJson } from './wire/fetch-json.ts'
import { createPatience, patient } from './wire/patience.ts'
import { netlifyBase } from './netlify-sites.ts'
import { supabaseBase } from './supabase-management.ts'
import { ServiceError } from './service-error.ts'

/**
 * Makes the calls that `--dry-run` prints, exactly as printed.
 * @param env read at each call: STRIPE_SETUP_KEY, SUPABASE_ACCESS_TOKEN, NETLIFY_AUTH_TOKEN
 * @returns a function that resolves to the answer's JSON. @throws {ServiceError}
 */
export function createPerform(env: Environment): (call: Call) => Promise<unknown> {
  return async (call) => {
    switch (call.service) {
      case 'stripe':
        return performAtStripe(env, call)
      case 'supabase':
        return performByFetch(call, supabaseBase(env), env.SUPABASE_ACCESS_TOKEN)
      case 'netlify':
        return performByFetch(call, netlifyBase(env), env.NETLIFY_AUTH_TOKEN)
    }
  }
}

async function performAtStripe(env: Environment, { method, path, body }: Call): Promise<unknown> {
  const at = `${method} ${path}`
  const key = env.STRIPE_SETUP_KEY
  if (key === undefined) throw missing('stripe', at, 'STRIPE_SETUP_KEY')
  const stripe = await connectStripe(key, env)
  try {
    return await stripe.rawRequest(method, path, body as Record<string, unknown> | undefined)
  } catch (error) {
    throw toStripeError(error, at)
  }
}

async function performByFetch(
  { service, method, path, body }: Call,
  base: string,
  token: string | undefined,
): Promise<unknown> {
  if (token === undefined)
    throw missing(
      service,
      `${method} ${path}`,
      service === 'supabase' ? 'SUPABASE_ACCESS_TOKEN' : 'NETLIFY_AUTH_TOKEN',
    )
  // A migration may take its time.
  const timeout = 120_000
  return createPatience(patient).bear(() =>
    fetchJson({ service, base, method, path, token, timeout, ...(body && { body }) }),
  )
}

function missing(service: Call['service'], at: string, name: string): ServiceError {
  return new ServiceError(service, { at, status: null, says: `"${name}" is not set` })
}
