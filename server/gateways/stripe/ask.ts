import type Stripe from 'stripe'
import type { StripeClient } from './client.ts'
import { isForbidden, permissionNamed, toGatewayError } from './fault.ts'

/** Puts one question to Stripe. @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing` */
export type Ask = <T>(call: string, question: (stripe: Stripe) => Promise<T>) => Promise<T>

/** `call` names the question in the owner's log, as method and path without ids: `GET /v1/customers/:id`. */
export function createAsk(client: StripeClient): Ask {
  return async (call, question) => {
    try {
      return await question(await client())
    } catch (error) {
      throw toGatewayError(error, call)
    }
  }
}

/** A property to be expanded, and the permission that a restricted key needs for it. */
export type Expansion = { path: string; permission: string }

/** Asks with properties expanded, or without those that the key may not: what is missing is a label, not an answer. */
export type Expanding = <T>(
  wanted: readonly Expansion[],
  question: (expand: string[]) => Promise<T>,
) => Promise<T>

/** How long a refusal is remembered: it is paid for once a minute, and soon forgotten when the owner adds it. */
const refusedForMilliseconds = 60_000

/** Leaves out the permissions that Stripe's refusals name; if they name none of these, the last ones first. */
export function createExpanding(now: () => number): Expanding {
  const refusedUntil = new Map<string, number>()
  return async (wanted, question) => {
    const refused: string[] = []
    for (;;) {
      const left = wanted.filter(({ permission }) => {
        return !refused.includes(permission) && now() >= (refusedUntil.get(permission) ?? 0)
      })
      try {
        const answer = await question(rooted(left, wanted))
        for (const permission of refused)
          refusedUntil.set(permission, now() + refusedForMilliseconds)
        return answer
      } catch (error) {
        const last = left.at(-1)?.permission
        if (!isForbidden(error) || last === undefined) throw error
        const named = permissionNamed(error)
        refused.push(left.find(({ permission }) => permission === named)?.permission ?? last)
      }
    }
  }
}

/** The paths, without those inside a property that is left out. */
function rooted(left: readonly Expansion[], wanted: readonly Expansion[]): string[] {
  const gone = wanted.filter((each) => !left.includes(each)).map(({ path }) => `${path}.`)
  return left.map(({ path }) => path).filter((path) => !gone.some((root) => path.startsWith(root)))
}
