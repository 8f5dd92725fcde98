import type Stripe from 'stripe'
import type { KeyPermission, offWithout } from '#server/needs.ts'
import { replayedTypes } from '#server/needs.ts'
import { connectStripe, toStripeError } from './connect-stripe.ts'
import type { Environment } from '../variables/environment.ts'
import type { Business, Picture } from './stripe-business.ts'
import { fetchPicture, toBusiness } from './stripe-business.ts'
import type { StripeSelling } from './stripe-selling.ts'
import { readStripeSelling } from './stripe-selling.ts'
import type { Patience } from './wire/patience.ts'
import { createPatience } from './wire/patience.ts'

export type PortalConfiguration = Stripe.BillingPortal.Configuration
export type WebhookEndpoint = Stripe.WebhookEndpoint

/** What can be tried: each row of the key, and to read what it writes. */
export type Tried = KeyPermission['slug'] | keyof typeof offWithout

/** An event as far as its deliveries go; `created` in Unix seconds. */
export type RungEvent = { id: string; created: number; pending: number }

/**
 * One Stripe account, read with one key. Changes nothing.
 * Every call: @throws {ServiceError}; 401: the key is refused, 403: it lacks a permission, named in `code`.
 */
export type StripeAccount = StripeSelling & {
  livemode: boolean
  isRestricted: boolean
  /** Whether the key has the permission. */
  hasPermission(permission: { slug: Tried }): Promise<boolean>
  /** Stripe's clock less ours, in seconds. */
  readClockSkew(): Promise<number>
  newestCustomer(): Promise<string | null>
  knowsCustomer(id: string): Promise<boolean>
  /** Counts at most that many. */
  countCustomers(most: number): Promise<{ count: number; isAll: boolean }>
  listPortalConfigurations(): Promise<PortalConfiguration[]>
  findPortalConfiguration(id: string): Promise<PortalConfiguration | null>
  listWebhookEndpoints(): Promise<WebhookEndpoint[]>
  /** Events of our types, newest first, at most a hundred; `undelivered`: only those that still wait. */
  listEvents(which: 'all' | 'undelivered', since: number): Promise<RungEvent[]>
  readBusiness(): Promise<Business>
  /** A picture that the owner gave Stripe; `null` if it is none that a page may show. */
  readPicture(file: string): Promise<Picture | null>
  /** Whether any of the newest customers, or any that the key may see, is kept as an account (Accounts v2). */
  hasCustomerAccounts(): Promise<boolean>
}

/** @param apiKey the runtime key or the setup key */
export function readStripeAccount(
  apiKey: string,
  order: { env: Environment; now: () => number; patience?: Patience },
): StripeAccount {
  const { env, now, patience = createPatience() } = order
  let connected: Promise<Stripe> | undefined
  const ask = <T>(at: string, question: (stripe: Stripe) => Promise<T>): Promise<T> =>
    patience.bear(async () => {
      try {
        return await question(await (connected ??= connectStripe(apiKey, env, patience.answerMs)))
      } catch (error) {
        throw toStripeError(error, at)
      }
    })
  const orNull = async <T>(answer: Promise<T>): Promise<T | null> => {
    try {
      return await answer
    } catch (error) {
      if ((error as { code?: string }).code === 'resource_missing') return null
      throw error
    }
  }

  const tries: Record<Tried, (stripe: Stripe) => Promise<unknown>> = {
    rak_customer_read: (stripe) => stripe.customers.list({ limit: 1 }),
    rak_subscription_read: (stripe) => stripe.subscriptions.list({ limit: 1 }),
    rak_plan_read: (stripe) => stripe.prices.list({ limit: 1 }),
    rak_product_read: (stripe) => stripe.products.list({ limit: 1 }),
    rak_invoice_read: (stripe) => stripe.invoices.list({ limit: 1 }),
    rak_payment_method_read: (stripe) => stripe.paymentMethods.list({ limit: 1 }),
    // Of nothing that can exist, as for the portal below.
    rak_checkout_session_read: (stripe) => stripe.checkout.sessions.list({ limit: 1 }),
    rak_checkout_session_write: (stripe) =>
      stripe.checkout.sessions.create({
        mode: 'payment',
        line_items: [{ price: 'price_portal_gateway_doctor', quantity: 1 }],
        success_url: 'https://example.com/',
      }),
    rak_payment_intent_read: (stripe) => stripe.paymentIntents.list({ limit: 1 }),
    rak_charge_read: (stripe) => stripe.charges.list({ limit: 1 }),
    rak_dispute_read: (stripe) => stripe.disputes.list({ limit: 1 }),
    rak_event_read: (stripe) => stripe.events.list({ limit: 1 }),
    // For a customer that can't exist, so that nothing is left behind: refused either way, for different reasons.
    rak_customer_portal_write: (stripe) =>
      stripe.billingPortal.sessions.create({ customer: 'cus_portal_gateway_doctor' }),
  }

  return {
    ...readStripeSelling(ask),
    livemode: apiKey.split('_')[1] === 'live',
    isRestricted: apiKey.startsWith('rk_'),

    async hasPermission({ slug }) {
      try {
        await ask(`the try of "${slug}"`, tries[slug])
        return true
      } catch (error) {
        const status = (error as { status?: number | null }).status
        if (status === 403) return false
        if (status === 400 || status === 404) return true
        throw error
      }
    },
    readClockSkew: () =>
      ask('GET /v1/customers', async (stripe) => {
        const { lastResponse } = await stripe.customers.list({ limit: 1 })
        // The SDK's types say an object; its fetch client gives what fetch gives.
        const headers = lastResponse.headers as unknown as Headers
        const date = Date.parse(headers.get('date') ?? '')
        return Number.isNaN(date) ? 0 : (date - now()) / 1000
      }),
    newestCustomer: () =>
      ask('GET /v1/customers', async (stripe) => {
        const [newest] = (await stripe.customers.list({ limit: 1 })).data
        return newest?.id ?? null
      }),
    knowsCustomer: async (id) =>
      (await orNull(ask('GET /v1/customers/:id', (stripe) => stripe.customers.retrieve(id)))) !==
      null,
    countCustomers: (most) =>
      ask('GET /v1/customers', async (stripe) => {
        let count = 0
        for await (const customer of stripe.customers.list({ limit: 100 })) {
          if (count === most) return { count, isAll: false }
          if (customer.id !== '') count += 1
        }
        return { count, isAll: true }
      }),
    listPortalConfigurations: () =>
      ask('GET /v1/billing_portal/configurations', async (stripe) => {
        const pages = stripe.billingPortal.configurations.list({
          active: true,
          limit: 100,
          expand: ['data.features.subscription_update.products'],
        })
        return pages.autoPagingToArray({ limit: 1000 })
      }),
    findPortalConfiguration: (id) =>
      orNull(
        ask('GET /v1/billing_portal/configurations/:id', (stripe) =>
          stripe.billingPortal.configurations.retrieve(id, {
            expand: ['features.subscription_update.products'],
          }),
        ),
      ),
    listWebhookEndpoints: () =>
      ask('GET /v1/webhook_endpoints', (stripe) =>
        stripe.webhookEndpoints.list({ limit: 100 }).autoPagingToArray({ limit: 1000 }),
      ),
    listEvents: (which, since) =>
      ask('GET /v1/events', async (stripe) => {
        const { data } = await stripe.events.list({
          types: [...replayedTypes],
          limit: 100,
          created: { gte: Math.floor(since) },
          ...(which === 'undelivered' && { delivery_success: false }),
        })
        return data.map(({ id, created, pending_webhooks: pending }) => ({ id, created, pending }))
      }),
    readBusiness: () =>
      ask('GET /v1/account', async (stripe) => toBusiness(await stripe.accounts.retrieveCurrent())),
    readPicture: (id) =>
      ask('GET /v1/files/:id', async (stripe) =>
        fetchPicture(await stripe.files.retrieve(id), { apiKey, env }),
      ),
    async hasCustomerAccounts() {
      const isOne = await ask('GET /v1/customers', async (stripe) => {
        const { data } = await stripe.customers.list({ limit: 100 })
        return data.some(({ customer_account: account }) => Boolean(account))
      })
      if (isOne) return true
      try {
        return await ask('GET /v2/core/accounts', async (stripe) => {
          const { data } = await stripe.v2.core.accounts.list({
            applied_configurations: ['customer'],
            limit: 1,
          })
          return data.length > 0
        })
      } catch {
        // There is no answer if Accounts v2 is off, or this key may not see it.
        return false
      }
    },
  }
}
