import type Stripe from 'stripe'
import { eventTypes, keyPermissions } from '#server/needs.ts'
import { connectStripe } from '../../../cli/services/connect-stripe.ts'
import type { ReadyShop } from '../shop/ready-shop.ts'
import { without } from '../shop/ready-shop.ts'
import type { Break, Case, Cases } from './case.ts'
import { both, controlling } from './case.ts'

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
/** All features, or none; customers may change their name, and never their address. */
const offering = (enabled: boolean) =>
  changePortal({
    features: {
      customer_update: { enabled, allowed_updates: ['name'] },
      invoice_history: { enabled },
      payment_method_update: { enabled },
      subscription_pause: { enabled },
      subscription_cancel: { enabled },
      subscription_update: { enabled },
    },
  })
/** A price with credits, of which nobody but Stripe knows; afterwards there is none again. */
const promising =
  (recurring: { interval: 'month' } | null): Break =>
  ({ stripe }) => {
    const silent = { silent: true }
    const product = stripe.createProduct({ name: 'Pro', metadata: { credits: '500' } }, silent).id
    const price = { product, recurring, currency: 'eur', unit_amount: 900 }
    const { id } = stripe.createPrice(price, silent)
    return () => {
      stripe.deletePrice(id, silent)
      stripe.deleteProduct(product, silent)
    }
  }
const cancelingAtOnce = changePortal({
  features: {
    subscription_cancel: {
      enabled: true,
      mode: 'immediately',
      proration_behavior: 'create_prorations',
    },
  },
})
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
const ours = [...eventTypes]

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
    {
      what: 'a network that answers in the place of Stripe',
      unknown: /Stripe answered in another form/,
      remedy: /a network's sign-in page/,
      break: controlling('stripe', { faults: [{ path: '/v1/customers', rubbish: true }] }),
    },
    {
      what: 'a limit of Stripe',
      unknown: /Stripe answered 429/,
      remedy: /wait a minute/,
      break: controlling('stripe', {
        faults: [{ path: '/v1/customers', status: 429, retryAfter: 3600 }],
      }),
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
      what: 'a portal in which a card cannot be replaced',
      warning: /customers can't change how they pay online/,
      remedy: /Payment methods: on/,
      async break(at) {
        const change = (enabled: boolean) =>
          changePortal({ features: { payment_method_update: { enabled } } })(at)
        await change(false)
        return () => change(true)
      },
    },
    {
      what: 'a portal in which nothing can be done',
      fault: /can do nothing in the portal/,
      remedy: /turn on what they may do/,
      async break(at) {
        await offering(false)(at)
        return () => offering(true)(at)
      },
    },
    {
      what: 'a cancellation at once, where only what is paid once has credits,',
      ok: /is set up/,
      break: both(cancelingAtOnce, promising(null)),
    },
    {
      what: 'a portal whose changes of plan do not fit credits',
      warning: [
        /^plans have credits, and a larger plan is not paid at once in the portal \("bpc_\w+"\)$/,
        /^plans have credits, and a smaller plan or a shorter period begins at once in the portal/,
        /^plans have credits, and a cancellation ends the plan at once in the portal/,
      ],
      remedy: /npm run setup.*Customer portal > (?:Cancellations|Subscriptions)$/,
      break: promising({ interval: 'month' }),
      isFixed: true,
    },
    {
      what: 'a shorter period that begins at once',
      warning: /^plans have credits, and a shorter period begins at once in the portal/,
      remedy: /Customer portal > Subscriptions$/,
      break: both(
        promising({ interval: 'month' }),
        changePortal({
          features: {
            subscription_update: {
              schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] },
            },
          },
        }),
      ),
      isFixed: true,
    },
    {
      what: "Stripe's own login page",
      warning: /own login page for the portal is on/,
      remedy: /deactivate it/,
      async break(at) {
        const { billingPortal } = await connect(at)
        const usual = at.stripe.configurations().find(({ is_default: is }) => is)!.id
        const change = (enabled: boolean) =>
          billingPortal.configurations.update(usual, { login_page: { enabled } })
        await change(true)
        return () => change(false)
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
      what: 'a setup key that may not look',
      unknown: /answered 403 .*\(rak_webhook_read\)/,
      remedy: /give a Stripe key that is allowed to do this \("rak_webhook_read"\)/,
      break: controlling('stripe', {
        faults: [{ path: '/v1/webhook_endpoints', permission: 'rak_webhook_read' }],
      }),
    },
    {
      what: 'an endpoint that is off, or listens to other events',
      fault: [/is disabled/, /does not listen to customer.updated, customer.deleted/],
      break: changeEndpoint({ disabled: true, enabled_events: ['customer.created'] }),
      isFixed: true,
    },
    {
      what: 'an endpoint of a version that sold nothing',
      fault: new RegExp(`does not listen to ${ours.slice(3).join(', ')}$`),
      break: changeEndpoint({ enabled_events: ours.slice(0, 3) }),
      isFixed: true,
    },
    {
      what: 'an event too many',
      warning: /also listens to invoice.created/,
      remedy: /only customer.created, /,
      async break(at) {
        await changeEndpoint({ enabled_events: [...ours, 'invoice.created'] })(at)
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
      fault: /not delivered yet: \d+; none has arrived/,
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
    {
      what: 'a secret of another endpoint, here and at the site alike,',
      fault: /not delivered yet: \d+; none has arrived/,
      remedy: /signature_invalid: its secret is not "STRIPE_WEBHOOK_SECRET"/,
      options: { now: () => Date.now() + 900_000 },
      async break(at) {
        // Made by hand: nobody noted its secret.
        const { webhookEndpoints } = await connect(at)
        const all = (await webhookEndpoints.list()).data
        const url = `${at.site.origin}/api/stripe-webhook`
        const elsewhere = 'https://other.example.net/'
        for (const { id } of all) await webhookEndpoints.update(id, { url: elsewhere })
        const made = await webhookEndpoints.create({ url, enabled_events: ours })
        const { id } = at.stripe.createCustomer({ email: 'refused@example.com' })
        await at.stripe.settled()
        return async () => {
          await webhookEndpoints.del(made.id)
          for (const each of all) await webhookEndpoints.update(each.id, { url: each.url })
          at.stripe.deleteCustomer(id, { silent: true })
        }
      },
    },
    {
      what: 'an endpoint that nobody may ask about',
      unknown: /whether webhooks arrive: not checked/,
      remedy: /STRIPE_SETUP_KEY/,
      env: without('STRIPE_SETUP_KEY'),
      async break(at) {
        const { id } = at.stripe.createCustomer({ email: 'unasked@example.com' })
        await at.stripe.settled()
        at.stripe.deleteCustomer(id)
        return () => at.stripe.settled()
      },
    },
  ],
}
