import type Stripe from 'stripe'
import type { StripeClient } from './client.ts'
import { isForbidden, toGatewayError } from './fault.ts'

/** Puts one question to Stripe. @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing` */
export type Ask = <T>(call: string, question: (stripe: Stripe) => Promise<T>) => Promise<T>

/** `call` names the question in the owner's log, as method and path without ids: `GET /v1/customers/:id`. */
export function createAsk(client: StripeClient): Ask {
  return async (call, question) => {
    try {
      return await question(await client)
    } catch (error) {
      throw toGatewayError(error, call)
    }
  }
}

/** Asks with a property expanded, or without it if the key may not: what is missing is a label, not an answer. */
export type Expanding = <T>(path: string, question: (expand: string[]) => Promise<T>) => Promise<T>

/** Remembers for this process that the key lacks the permission, so that the refusal is paid for once. */
export function createExpanding(): Expanding {
  let mayExpand = true
  return async (path, question) => {
    if (!mayExpand) return question([])
    try {
      return await question([path])
    } catch (error) {
      if (!isForbidden(error)) throw error
      const answer = await question([])
      mayExpand = false
      return answer
    }
  }
}
