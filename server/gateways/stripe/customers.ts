import type Stripe from 'stripe'
import type { Customer, CustomerAnswer } from '../../rules/customer.ts'
import { judgeEvent } from '../../rules/events/judge-event.ts'
import type { PassWindow } from '../../rules/sync/pass-windows.ts'
import { summariseSubscription } from '../../rules/links/summarise-subscription.ts'
import type { CallLimits, StripeClient } from './client.ts'
import { isForbidden, isMissing, isRefused, toGatewayError } from './fault.ts'

/** An event's place in time; `created` in Unix seconds, by Stripe's clock. */
export type EventMark = { id: string; created: number }

/** Events in the order in which they happened; `customer`: who is to be read again, `null` where nobody. */
export type RungPage = { rings: { event: string; customer: string | null }[]; hasMore: boolean }

/**
 * Stripe, as far as the gateway needs it.
 * Every call: @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing`.
 */
export type StripeGateway = {
  /** The customers whose address is spelled exactly so (the newest thousand), with their current subscriptions. */
  listByEmail(email: string): Promise<Customer[]>
  /** Customers whose address Stripe's search takes for the same; empty where search is not offered. */
  searchByEmail(address: string): Promise<Customer[]>
  /** One customer as it stands now, with its current subscriptions where they are asked for and may be seen. */
  findCustomer(id: string, detail?: 'with subscriptions'): Promise<CustomerAnswer>
  /** The next hundred customers of a window, newest first; `null` where its cursor is gone. */
  listWindow(window: PassWindow): Promise<{ customers: Customer[]; hasMore: boolean } | null>
  /** Whether Stripe still knows the event. */
  knowsEvent(id: string): Promise<boolean>
  /**
   * The newest event of any kind; `null` where there was none in thirty days.
   * @param until Unix seconds: only those created then or before; `null`: no bound
   */
  newestEvent(until: number | null): Promise<EventMark | null>
  /**
   * Customer events in the order in which they happened, a hundred at a time.
   * @param after an event's id; `null`: the newest hundred, and `hasMore` where there are older ones
   */
  listEventsAfter(after: string | null): Promise<RungPage>
}

const pageSize = 100
const longestList = 1000

const rungTypes = ['customer.created', 'customer.updated', 'customer.deleted']

/** @param limits asked at each call: time-out and retries, where they are not the client's own */
export function createStripeGateway(
  client: StripeClient,
  limits: () => CallLimits = () => ({}),
): StripeGateway {
  let mayExpand = true

  async function ask<T>(call: string, question: (stripe: Stripe) => Promise<T>): Promise<T> {
    try {
      return await question(await client)
    } catch (error) {
      throw toGatewayError(error, call)
    }
  }

  /** A key without the permission to expand refuses the whole answer: then ask again without. */
  async function expanding<T>(path: string, question: (expand: string[]) => Promise<T>) {
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

  return {
    listByEmail: (email) =>
      ask('GET /v1/customers', (stripe) =>
        expanding('data.subscriptions', async (expand) => {
          const pages = stripe.customers.list({ email, limit: pageSize, expand })
          return (await pages.autoPagingToArray({ limit: longestList })).map(toCustomer)
        }),
      ),

    searchByEmail: (address) =>
      ask('GET /v1/customers/search', async (stripe) => {
        const query = `email:"${address.replace(/["\\]/g, '\\$&')}"`
        try {
          const { data } = await stripe.customers.search({ query, limit: pageSize })
          return data.map(toCustomer)
        } catch (error) {
          // Not offered to merchants in India: https://docs.stripe.com/search
          if (isRefused(error) || isForbidden(error)) return []
          throw error
        }
      }),

    findCustomer: (id, detail) =>
      ask('GET /v1/customers/:id', async (stripe) => {
        try {
          const answer = await (detail === undefined
            ? stripe.customers.retrieve(id, {}, limits())
            : expanding('subscriptions', (expand) => stripe.customers.retrieve(id, { expand })))
          return answer.deleted === true
            ? { kind: 'deleted', id }
            : { kind: 'customer', customer: toCustomer(answer) }
        } catch (error) {
          if (isMissing(error)) return { kind: 'unknown', id }
          throw error
        }
      }),

    listWindow: ({ from, until, after }) =>
      ask('GET /v1/customers', async (stripe) => {
        const created = until === null ? { gte: from } : { gte: from, lte: until }
        const question = { limit: pageSize, created }
        try {
          const page = await stripe.customers.list(
            after === null ? question : { ...question, starting_after: after },
            limits(),
          )
          return { customers: page.data.map(toCustomer), hasMore: page.has_more }
        } catch (error) {
          if (after !== null && isMissing(error)) return null
          throw error
        }
      }),

    newestEvent: (until) =>
      ask('GET /v1/events', async (stripe) => {
        const question = until === null ? { limit: 1 } : { limit: 1, created: { lte: until } }
        const [newest] = (await stripe.events.list(question, limits())).data
        return newest === undefined ? null : { id: newest.id, created: newest.created }
      }),

    knowsEvent: (id) =>
      ask('GET /v1/events/:id', async (stripe) => {
        try {
          await stripe.events.retrieve(id, {}, limits())
          return true
        } catch (error) {
          if (isMissing(error)) return false
          throw error
        }
      }),

    listEventsAfter: (after) =>
      ask('GET /v1/events', async (stripe) => {
        const question = { types: rungTypes, limit: pageSize }
        // Backwards from the cursor is forwards in time:
        // https://docs.stripe.com/webhooks/process-undelivered-events
        const page = await stripe.events.list(
          after === null ? question : { ...question, ending_before: after },
          limits(),
        )
        return { rings: page.data.map(toRing).toReversed(), hasMore: page.has_more }
      }),
  }
}

function toCustomer(customer: Stripe.Customer): Customer {
  return {
    id: customer.id,
    email: customer.email,
    name: customer.name ?? null,
    livemode: customer.livemode,
    created: customer.created,
    subscriptions: (customer.subscriptions?.data ?? []).map(summariseSubscription),
  }
}

/** Judged as a delivery is, but for whose it is: with our key only our own are listed. */
function toRing({ id, type, livemode, data }: Stripe.Event): RungPage['rings'][number] {
  const verdict = judgeEvent({ type, livemode, data }, livemode)
  return { event: id, customer: 'customer' in verdict ? verdict.customer : null }
}
