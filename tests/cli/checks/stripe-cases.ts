import type Stripe from 'stripe'
import { keyPermissions } from '#server/needs.ts'
import { connectStripe } from '../../../cli/services/connect-stripe.ts'
import type { ReadyShop } from '../shop/ready-shop.ts'
import { without } from '../shop/ready-shop.ts'
import type { Case, Cases } from './case.ts'
import { controlling } from './case.ts'

const connect = ({ env }: ReadyShop) => connectStripe(env.STRIPE_SETUP_KEY!, env)

const changePortal =
  (changes: Stripe.BillingPortal.ConfigurationUpdateParams) => async (at: ReadyShop) => {
    const { billingPortal } = await connect(at)
    await billingPortal.configurations.update(at.env.STRIPE_PORTAL_CONFIGURATION!, changes)
  }
const changeEndpoint = (changes: Stripe.WebhookEndpointUpdateParams) => async (at: ReadyShop) => {
  const { webhookEndpoints } = await connect(at)
  const [endpoint] = (await webhookEndpoints.list()).data
  await webhookEndpoints.update(endpoint!.id, changes)
}
const cancelAndChange = (enabled: boolean) =>
  changePortal({ features: { subscription_cancel: { enabled }, subscription_update: { enabled } } })
const addEndpoint =
  (more: Partial<Stripe.WebhookEndpointCreateParams> = {}) =>
  async (at: ReadyShop) => {
    const { webhookEndpoints } = await connect(at)
    const { id } = await webhookEndpoints.create({
      url: `${at.site.origin}/api/stripe-webhook`,
      enabled_events: ours,
      ...more,
    })
    return () => webhookEndpoints.del(id)
  }
const removeEndpoint = async (at: ReadyShop) => {
  const { webhookEndpoints } = await connect(at)
  const [endpoint] = (await webhookEndpoints.list()).data
  await webhookEndpoints.del(endpoint!.id)
}
const ours: ('customer.created' | 'customer.updated' | 'customer.deleted')[] = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
]

export const stripeCases: Cases = {
  modes: [
    {
      what: 'a runtime key of the other mode',
      fault: /live-mode key, "STRIPE_SETUP_KEY" a test-mode key/,
      remedy: /same mode/,
      env: { STRIPE_API_KEY: 'rk_live_local' },
    },
    {
      what: 'a key of another account',
      fault: /different Stripe accounts/,
      remedy: /same account/,
      env: { STRIPE_API_KEY: 'rk_test_other' },
    },
    {
      what: 'a public page in test mode',
      warning: /billing.example.net runs in test mode/,
      remedy: /live keys/,
      env: { FRONTEND_URL: 'https://billing.example.net/' },
    },
  ],
  stripe_key: [
    {
      what: 'a key that Stripe refuses',
      fault: /Stripe refuses "STRIPE_API_KEY"/,
      remedy: /rolled or deleted/,
      env: { STRIPE_API_KEY: 'rk_test_ofnobody' },
    },
    {
      what: 'a secret key in the place of a restricted one',
      warning: /may do everything/,
      remedy: /restricted key/,
      env: { STRIPE_API_KEY: 'sk_test_local' },
    },
    {
      what: 'Stripe being down',
      unknown: /Stripe answered 500/,
      remedy: /status.stripe.com/,
      break: controlling('stripe', { faults: [{ path: '/v1/customers', status: 500 }] }),
    },
  ],
  stripe_permissions: keyPermissions.map(({ slug, row, access }): Case => {
    const needed = ['rak_customer_read', 'rak_event_read', 'rak_customer_portal_write']
    const rest = keyPermissions.map((each) => each.slug).filter((each) => each !== slug)
    return {
      what: `a key without "${row}: ${access}"`,
      [needed.includes(slug) ? 'fault' : 'warning']: new RegExp(
        `lacks the permission "${row}: ${access}"`,
      ),
      remedy: new RegExp(`set "${row}" to ${access}`),
      break: controlling('stripe', { keyPermissions: { rk_test_local: rest } }),
    }
  }),
  customer_accounts: [
    {
      what: 'Accounts v2',
      warning: /keeps customers as accounts/,
      remedy: /use-accounts-as-customers/,
      break(at) {
        at.stripe.control({ accountsV2: true })
        const { id } = at.stripe.createCustomer({ email: 'v2@example.com' })
        return () => {
          at.stripe.control({ accountsV2: false })
          at.stripe.deleteCustomer(id, { silent: true })
        }
      },
    },
  ],
  clocks: [
    {
      what: 'a clock that is minutes off',
      fault: /this machine's clock is 6\d\d seconds ahead of Stripe's/,
      remedy: /from the network/,
      options: { now: () => Date.now() + 600_000 },
    },
    {
      what: 'a clock that is a little off',
      warning: /seconds behind Supabase's/,
      remedy: /from the network/,
      options: { now: () => Date.now() - 120_000 },
    },
  ],
  portal_configuration: [
    {
      what: 'an address that can be edited',
      fault: /can edit their email address/,
      remedy: /Customer information: email off/,
      break: changePortal({
        features: { customer_update: { enabled: true, allowed_updates: ['email', 'name'] } },
      }),
      isFixed: true,
    },
    {
      what: 'a portal in which nothing can be canceled or changed',
      warning: [/customers can't cancel online/, /customers can't change plan online/],
      remedy: /Customer portal > (Cancellations|Subscriptions)/,
      async break(at) {
        await cancelAndChange(false)(at)
        return () => cancelAndChange(true)(at)
      },
    },
    {
      what: 'a configuration that is switched off',
      fault: /is not active/,
      async break(at) {
        await changePortal({ active: false })(at)
        return () => changePortal({ active: true })(at)
      },
    },
    {
      what: 'a configuration of another account',
      fault: /does not have in test mode/,
      env: { STRIPE_PORTAL_CONFIGURATION: 'bpc_of_another_account' },
      isFixed: true,
    },
    {
      what: 'settings that were never saved',
      fault: /never saved in test mode/,
      remedy: /Customer portal > Save/,
      env: without('STRIPE_PORTAL_CONFIGURATION'),
      break: controlling('stripe', { noPortalConfiguration: true }),
    },
    {
      what: 'a key that may not look',
      unknown: /portal's configuration: not checked/,
      remedy: /STRIPE_SETUP_KEY/,
      env: without('STRIPE_SETUP_KEY'),
      break: controlling('stripe', {
        faults: [{ path: '/v1/billing_portal/configurations', status: 403 }],
      }),
    },
  ],
  webhook_endpoint: [
    {
      what: 'an endpoint that is off, or listens to other events',
      fault: [/is disabled/, /does not listen to customer.updated, customer.deleted/],
      break: changeEndpoint({ disabled: true, enabled_events: ['customer.created'] }),
      isFixed: true,
    },
    {
      what: 'an event too many',
      warning: /also listens to invoice.paid/,
      remedy: /only customer.created, /,
      async break(at) {
        await changeEndpoint({ enabled_events: [...ours, 'invoice.paid'] })(at)
        return () => changeEndpoint({ enabled_events: ours })(at)
      },
    },
    {
      what: 'two endpoints at one address',
      warning: /2 webhook endpoints have the same address/,
      remedy: /delete all but one/,
      break: addEndpoint(),
    },
    {
      what: 'an endpoint elsewhere',
      fault: /no webhook endpoint at http:.* in test mode/,
      remedy: /Add endpoint; if the page has moved, delete the old one there \(we_/,
      async break(at) {
        const { webhookEndpoints } = await connect(at)
        const [endpoint] = (await webhookEndpoints.list()).data
        const url = 'https://moved.example.net/api/stripe-webhook'
        await webhookEndpoints.update(endpoint!.id, { url })
        return () => webhookEndpoints.del(endpoint!.id)
      },
      isFixed: true,
    },
    {
      what: 'a secret that is lost',
      fault: /secret is not known here/,
      remedy: /replaces the endpoint/,
      env: without('STRIPE_WEBHOOK_SECRET'),
      isFixed: true,
    },
    {
      what: "an endpoint of an older version of Stripe's API",
      warning: /uses Stripe's API version 2020-08-27/,
      async break(at) {
        await removeEndpoint(at)
        // Typed as the versions that the SDK knows.
        const api_version = '2020-08-27' as Stripe.WebhookEndpointCreateParams['api_version'] & {}
        await addEndpoint({ api_version, metadata: { portal_gateway: 'set-up' } })(at)
      },
      isFixed: true,
    },
  ],
  webhook_deliveries: [
    {
      what: 'a backlog of webhooks',
      warning: /not delivered yet: 1; the last arrived 6\d minutes ago/,
      remedy: /docs\/errors.md/,
      options: { now: () => Date.now() + 3_600_000 },
      break(at) {
        at.stripe.control({ deliveries: { hold: true } })
        const { id } = at.stripe.createCustomer({ email: 'late@example.com' })
        return async () => {
          at.stripe.control({ deliveries: { hold: false } })
          at.stripe.releaseDeliveries()
          await at.stripe.settled()
          at.stripe.deleteCustomer(id)
          await at.stripe.settled()
        }
      },
    },
  ],
}
