import type Stripe from 'stripe'
import type { Customer, CustomerAnswer } from '../../rules/customer.ts'
import type { CustomerId, FoldedAddress } from '../../rules/proved.ts'
import { isCustomerId } from '../../rules/proved.ts'
import type { SpellingQuestion } from '../../rules/links/choose-questions.ts'
import type { PassWindow } from '../../rules/sync/pass-windows.ts'
import { createAsk, createExpanding } from './ask.ts'
import type { CallLimits, StripeClient } from './client.ts'
import { isForbidden, isMissing, isRefused } from './fault.ts'
import type { SpareCalls } from './subscriptions.ts'
import { createSubscriptionReader, expansions, toCustomer, within } from './subscriptions.ts'

/** A page of a list: everything on it counts, and those that the gateway can serve are told. */
export type CustomerPage = {
  customers: Customer[]
  /** How many were listed, whatever their id. */
  count: number
  /** The newest and the oldest; `null` on an empty page. */
  ends: { first: ListedPlace; last: ListedPlace } | null
  hasMore: boolean
}

/** A place in Stripe's list; `created` in Unix seconds. */
export type ListedPlace = { id: string; created: number }

/**
 * Stripe's customers. Those with an id of another form than `cus_...` are left out.
 * Every call: @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing`.
 */
export type StripeCustomers = {
  /** The newest hundred whose address is spelled exactly so, with their current subscriptions. */
  listByEmail(
    question: SpellingQuestion,
    spare: SpareCalls,
  ): Promise<{ customers: Customer[]; hasMore: boolean }>
  /** Those whose address Stripe's search takes for the same; empty if search is not offered. */
  searchByEmail(address: FoldedAddress): Promise<Customer[]>
  /** One as it is now, with its current subscriptions if they are asked for and may be seen. */
  findCustomer(id: CustomerId, detail?: 'with subscriptions'): Promise<CustomerAnswer>
  /** The next hundred of a window, newest first; `null` if its cursor is gone. */
  listWindow(window: PassWindow): Promise<CustomerPage | null>
}

const pageSize = 100

/**
 * @param now milliseconds since 1970
 * @param limits asked at each call: time-out and retries, if they differ from the client's
 */
export function createStripeCustomers(
  client: StripeClient,
  now: () => number,
  limits: () => CallLimits = () => ({}),
): StripeCustomers {
  const ask = createAsk(client)
  const expanding = createExpanding(now)
  const withSubscriptions = createSubscriptionReader(ask, expanding)

  return {
    async listByEmail({ email, from, until }, spare) {
      const range = {
        ...(from === null ? {} : { gte: from }),
        ...(until === null ? {} : { lte: until }),
      }
      const question = { email, limit: pageSize, ...((from ?? until) ? { created: range } : {}) }
      const { data, has_more: hasMore } = await ask('GET /v1/customers', (stripe) =>
        expanding(within('data', expansions), (expand) =>
          stripe.customers.list({ ...question, expand }),
        ),
      )
      return { customers: toCustomers(await withSubscriptions(data, spare)), hasMore }
    },

    searchByEmail: (address) =>
      ask('GET /v1/customers/search', async (stripe) => {
        const query = `email:"${address.replace(/["\\]/g, '\\$&')}"`
        try {
          return toCustomers((await stripe.customers.search({ query, limit: pageSize })).data)
        } catch (error) {
          // Not offered to merchants in India: https://docs.stripe.com/search
          if (isRefused(error) || isForbidden(error)) return []
          throw error
        }
      }),

    async findCustomer(id, detail) {
      const answer = await ask('GET /v1/customers/:id', async (stripe) => {
        try {
          return await (detail === undefined
            ? stripe.customers.retrieve(id, {}, limits())
            : expanding(expansions, (expand) => stripe.customers.retrieve(id, { expand })))
        } catch (error) {
          if (isMissing(error)) return null
          throw error
        }
      })
      if (answer === null) return { kind: 'unknown', id }
      if (answer.deleted === true) return { kind: 'deleted', id }
      const [customer = answer] = await withSubscriptions([answer])
      return { kind: 'customer', customer: toCustomer(customer, id) }
    },

    listWindow: ({ from, until, after }) =>
      ask('GET /v1/customers', async (stripe) => {
        const created = until === null ? { gte: from } : { gte: from, lte: until }
        const question = { limit: pageSize, created }
        try {
          const { data, has_more: hasMore } = await stripe.customers.list(
            after === null ? question : { ...question, starting_after: after },
            limits(),
          )
          const [first, last] = [data[0], data.at(-1)]
          const ends = first === undefined || last === undefined ? null : { first, last }
          return { customers: toCustomers(data), count: data.length, ends, hasMore }
        } catch (error) {
          if (after !== null && isMissing(error)) return null
          throw error
        }
      }),
  }
}

function toCustomers(listed: Stripe.Customer[]): Customer[] {
  return listed.flatMap((customer) =>
    isCustomerId(customer.id) ? [toCustomer(customer, customer.id)] : [],
  )
}
