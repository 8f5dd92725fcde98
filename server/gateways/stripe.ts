import type Stripe from 'stripe'
import type { PortalFlow } from '../contract.ts'
import { GatewayError } from '../errors.ts'
import type { Customer, CustomerAnswer } from '../rules/customer.ts'
import { summariseSubscription } from '../rules/summarise-subscription.ts'
import type { StripeClient } from './stripe-client.ts'
import { isForbidden, isMissing, isRefused, toGatewayError } from './stripe-fault.ts'

/** What a portal session is made for. */
export type SessionOrder = {
  customer: string
  /** One that Stripe lists, or `auto`. */
  locale: string
  returnUrl: string
  flow: PortalFlow | null
  subscription: string | null
}

/**
 * Stripe, as far as the gateway needs it.
 * Every call: @throws `stripe_unavailable`, `stripe_rate_limited`, `permission_missing`, `config_missing`.
 */
export type StripeGateway = {
  /** The customers whose address is spelled exactly so (the newest thousand), with their current subscriptions. */
  listByEmail(email: string): Promise<Customer[]>
  /** Customers whose address Stripe's search takes for the same; empty where search is not offered. */
  searchByEmail(address: string): Promise<Customer[]>
  /** One customer as it stands now. */
  findCustomer(id: string): Promise<CustomerAnswer>
  /**
   * A page of a hundred customers, newest first.
   * @param until Unix seconds: only those created then or before
   * @param after the last id of the page before
   */
  listPage(page: {
    until: number | null
    after: string | null
  }): Promise<{ customers: Customer[]; hasMore: boolean }>
  /** A fresh link into the portal. @throws also `portal_not_configured`, `flow_unavailable`, `customer_not_yours` */
  openSession(order: SessionOrder): Promise<string>
}

const pageSize = 100
const longestList = 1000

/** @param portalConfiguration `bpc_...`, or `null` for the account's default one */
export function createStripeGateway(
  client: StripeClient,
  portalConfiguration: string | null,
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

    findCustomer: (id) =>
      ask('GET /v1/customers/:id', async (stripe) => {
        try {
          const answer = await expanding('subscriptions', (expand) =>
            stripe.customers.retrieve(id, { expand }),
          )
          return answer.deleted === true
            ? { kind: 'deleted', id }
            : { kind: 'customer', customer: toCustomer(answer) }
        } catch (error) {
          if (isMissing(error)) return { kind: 'unknown', id }
          throw error
        }
      }),

    listPage: ({ until, after }) =>
      ask('GET /v1/customers', async (stripe) => {
        const page = await stripe.customers.list({
          limit: pageSize,
          ...(until === null ? {} : { created: { lte: until } }),
          ...(after === null ? {} : { starting_after: after }),
        })
        return { customers: page.data.map(toCustomer), hasMore: page.has_more }
      }),

    async openSession({ customer, locale, returnUrl, flow, subscription }) {
      try {
        const session = await (
          await client
        ).billingPortal.sessions.create({
          customer,
          locale,
          return_url: returnUrl,
          // A tab that went stale recovers by itself:
          // https://docs.stripe.com/changelog/endive/2026-10-28/session-recovery-for-expired-customer-portal-sessions
          after_expiration: { type: 'customer_login' },
          ...(portalConfiguration === null ? {} : { configuration: portalConfiguration }),
          ...(flow === null ? {} : { flow_data: toFlowData(flow, subscription, returnUrl) }),
        })
        return session.url
      } catch (error) {
        if (isMissing(error) && (error as { param?: string }).param === 'customer')
          throw new GatewayError('customer_not_yours', 'Stripe knows the customer no more')
        throw toGatewayError(error, 'POST /v1/billing_portal/sessions', flow !== null)
      }
    },
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

/** https://docs.stripe.com/customer-management/portal-deep-links */
function toFlowData(
  flow: PortalFlow,
  subscription: string | null,
  returnUrl: string,
): Stripe.BillingPortal.SessionCreateParams.FlowData {
  return {
    type: flow,
    after_completion: { type: 'redirect', redirect: { return_url: returnUrl } },
    ...(subscription === null ? {} : { [flow]: { subscription } }),
  }
}
