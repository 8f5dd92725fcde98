import { expect, test } from 'vitest'
import { keyPermissions } from '#server/needs.ts'
import type { Amiss, ReadyShop } from '../shop/ready-shop.ts'
import { expectWholeAgain, heal, look, useReadyShop, play } from '../shop/ready-shop.ts'

const shop = useReadyShop()

const endpointOf = ({ stripe, env }: ReadyShop) =>
  fetchStripe(stripe.url, env, 'GET', '/v1/webhook_endpoints').then(
    ({ data }) => (data as { id: string }[])[0]!.id,
  )

async function fetchStripe(
  base: string,
  env: Record<string, string | undefined>,
  method: string,
  path: string,
  body?: Record<string, string>,
): Promise<Record<string, unknown>> {
  const response = await fetch(base + path, {
    method,
    headers: {
      Authorization: `Bearer ${env.STRIPE_SETUP_KEY}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    ...(body && { body: new URLSearchParams(body) }),
  })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(JSON.stringify(answer))
  return answer
}

const changeEndpoint = (body: Record<string, string>) => async (at: ReadyShop) => {
  await fetchStripe(
    at.stripe.url,
    at.env,
    'POST',
    `/v1/webhook_endpoints/${await endpointOf(at)}`,
    body,
  )
}
const changePortal = (body: Record<string, string>) => async (at: ReadyShop) => {
  const path = `/v1/billing_portal/configurations/${at.env.STRIPE_PORTAL_CONFIGURATION}`
  await fetchStripe(at.stripe.url, at.env, 'POST', path, body)
}
const withFault = (fault: { path: string; status: number }) => (at: ReadyShop) => {
  at.stripe.control({ faults: [fault] })
  return () => at.stripe.control({ faults: [] })
}
const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]))

const cases: Amiss[] = [
  ...['SUPABASE_URL', 'SUPABASE_PUBLISHABLE_KEY', 'SUPABASE_SECRET_KEY', 'STRIPE_API_KEY'].map(
    (name): Amiss => ({
      check: 'variables',
      what: `"${name}" that is not set`,
      level: 'fault',
      says: new RegExp(`"${name}" is not set`),
      remedy: /Supabase: Project Settings|Stripe: Developers > API keys/,
      env: without(name),
    }),
  ),
  {
    check: 'variables',
    what: 'a missing webhook secret',
    level: 'fault',
    says: /"STRIPE_WEBHOOK_SECRET" is not set/,
    remedy: /npm run setup/,
    env: without('STRIPE_WEBHOOK_SECRET'),
  },
  {
    check: 'variables',
    what: 'a Stripe key of another form',
    level: 'fault',
    says: /"STRIPE_API_KEY" must be a restricted or secret key/,
    remedy: /Create restricted key/,
    env: { STRIPE_API_KEY: 'pk_test_published' },
  },
  {
    check: 'variables',
    what: 'a page without TLS',
    level: 'fault',
    says: /"FRONTEND_URL" begins with http:/,
    remedy: /https/,
    env: { FRONTEND_URL: 'http://billing.example.net/' },
  },
  {
    check: 'modes',
    what: 'a runtime key of the other mode',
    level: 'fault',
    says: /live-mode key, "STRIPE_SETUP_KEY" a test-mode key/,
    remedy: /same mode/,
    env: { STRIPE_API_KEY: 'rk_live_local' },
  },
  {
    check: 'modes',
    what: 'a key of another account',
    level: 'fault',
    says: /different Stripe accounts/,
    remedy: /same account/,
    env: { STRIPE_API_KEY: 'rk_test_other' },
  },
  {
    check: 'modes',
    what: 'a public page in test mode',
    level: 'warning',
    says: /billing.example.net runs in test mode/,
    remedy: /live keys/,
    env: { FRONTEND_URL: 'https://billing.example.net/' },
  },
  {
    check: 'stripe_key',
    what: 'a key that Stripe refuses',
    level: 'fault',
    says: /Stripe refuses "STRIPE_API_KEY"/,
    remedy: /rolled or deleted/,
    env: { STRIPE_API_KEY: 'rk_test_ofnobody' },
  },
  {
    check: 'stripe_key',
    what: 'a secret key in the place of a restricted one',
    level: 'warning',
    says: /may do everything/,
    remedy: /restricted key/,
    env: { STRIPE_API_KEY: 'sk_test_local' },
  },
  {
    check: 'stripe_key',
    what: 'Stripe being down',
    level: 'fault',
    says: /Stripe answered 500/,
    remedy: /status.stripe.com/,
    break: withFault({ path: '/v1/customers', status: 500 }),
  },
  ...keyPermissions.map(({ slug, row, access }): Amiss => ({
    check: 'stripe_permissions',
    what: `a key without "${row}: ${access}"`,
    level: ['rak_customer_read', 'rak_event_read', 'rak_customer_portal_write'].includes(slug)
      ? 'fault'
      : 'warning',
    says: new RegExp(`lacks the permission "${row}: ${access}"`),
    remedy: new RegExp(`set "${row}" to ${access}`),
    break(at) {
      const rest = keyPermissions.map((each) => each.slug).filter((each) => each !== slug)
      at.stripe.control({ keyPermissions: { rk_test_local: rest } })
      return () => at.stripe.control({ keyPermissions: {} })
    },
  })),
  {
    check: 'customer_accounts',
    what: 'Accounts v2',
    level: 'warning',
    says: /keeps customers as accounts/,
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
  {
    check: 'clocks',
    what: 'a clock that is minutes off',
    level: 'fault',
    says: /this machine's clock is 6\d\d seconds ahead of Stripe's/,
    remedy: /from the network/,
    options: { now: () => Date.now() + 600_000 },
  },
  {
    check: 'clocks',
    what: 'a clock that is a little off',
    level: 'warning',
    says: /seconds behind Supabase's/,
    remedy: /from the network/,
    options: { now: () => Date.now() - 120_000 },
  },
  {
    check: 'portal_configuration',
    what: 'an address that can be edited',
    level: 'fault',
    says: /can edit their email address/,
    remedy: /Customer information: email off/,
    break: changePortal({
      'features[customer_update][enabled]': 'true',
      'features[customer_update][allowed_updates][0]': 'email',
      'features[customer_update][allowed_updates][1]': 'name',
    }),
    isFixed: true,
  },
  {
    check: 'portal_configuration',
    what: 'a configuration that is switched off',
    level: 'fault',
    says: /is not active/,
    remedy: /npm run setup/,
    async break(at) {
      await changePortal({ active: 'false' })(at)
      return () => changePortal({ active: 'true' })(at)
    },
  },
  {
    check: 'portal_configuration',
    what: 'a configuration of another account',
    level: 'fault',
    says: /does not have in test mode/,
    remedy: /npm run setup/,
    env: { STRIPE_PORTAL_CONFIGURATION: 'bpc_of_somebody_else' },
    isFixed: true,
  },
  {
    check: 'portal_configuration',
    what: 'settings that were never saved',
    level: 'fault',
    says: /never saved in test mode/,
    remedy: /Customer portal > Save/,
    env: without('STRIPE_PORTAL_CONFIGURATION'),
    break(at) {
      at.stripe.control({ noPortalConfiguration: true })
      return () => at.stripe.control({ noPortalConfiguration: false })
    },
  },
  {
    check: 'portal_configuration',
    what: 'a key that may not look',
    level: 'unknown',
    says: /portal's configuration: not checked/,
    remedy: /STRIPE_SETUP_KEY/,
    env: without('STRIPE_SETUP_KEY'),
    break: withFault({ path: '/v1/billing_portal/configurations', status: 403 }),
  },
  {
    check: 'webhook_endpoint',
    what: 'an endpoint that is switched off',
    level: 'fault',
    says: /is disabled/,
    remedy: /npm run setup/,
    break: changeEndpoint({ disabled: 'true' }),
    isFixed: true,
  },
  {
    check: 'webhook_endpoint',
    what: 'an endpoint that rings elsewhere',
    level: 'fault',
    says: /no webhook endpoint at http:.* in test mode/,
    remedy: /if the page has moved, delete the old one there \(we_/,
    async break(at) {
      const id = await endpointOf(at)
      await changeEndpoint({ url: 'https://moved.example.net/api/stripe-webhook' })(at)
      return () => fetchStripe(at.stripe.url, at.env, 'DELETE', `/v1/webhook_endpoints/${id}`)
    },
    isFixed: true,
  },
  {
    check: 'webhook_endpoint',
    what: 'an event that does not ring',
    level: 'fault',
    says: /does not listen to customer.updated, customer.deleted/,
    remedy: /npm run setup/,
    break: changeEndpoint({ 'enabled_events[0]': 'customer.created' }),
    isFixed: true,
  },
  {
    check: 'webhook_endpoint',
    what: 'an event too many',
    level: 'warning',
    says: /also listens to invoice.paid/,
    remedy: /only customer.created, /,
    async break(at) {
      const three = ['customer.created', 'customer.updated', 'customer.deleted']
      const fields = (events: string[]) =>
        Object.fromEntries(events.map((event, index) => [`enabled_events[${index}]`, event]))
      await changeEndpoint(fields([...three, 'invoice.paid']))(at)
      return () => changeEndpoint(fields(three))(at)
    },
  },
  {
    check: 'webhook_endpoint',
    what: 'a missing endpoint',
    level: 'fault',
    says: /no webhook endpoint at http/,
    remedy: /Add endpoint/,
    env: { FRONTEND_URL: 'https://other.example.net/' },
    async break(at) {
      await fetchStripe(
        at.stripe.url,
        at.env,
        'DELETE',
        `/v1/webhook_endpoints/${await endpointOf(at)}`,
      )
      return async () => {
        await heal('webhook_endpoint', await at.world())
      }
    },
  },
  {
    check: 'webhook_endpoint',
    what: 'a secret that nobody has any more',
    level: 'fault',
    says: /secret is not known here/,
    remedy: /replaces the endpoint/,
    env: without('STRIPE_WEBHOOK_SECRET'),
    isFixed: true,
  },
  {
    check: 'webhook_endpoint',
    what: 'two endpoints at one address',
    level: 'warning',
    says: /2 webhook endpoints have the same address/,
    remedy: /delete all but one/,
    async break(at) {
      const { id } = await fetchStripe(at.stripe.url, at.env, 'POST', '/v1/webhook_endpoints', {
        url: `${at.site.origin}/api/stripe-webhook`,
        'enabled_events[0]': 'customer.created',
      })
      return () =>
        fetchStripe(at.stripe.url, at.env, 'DELETE', `/v1/webhook_endpoints/${String(id)}`)
    },
  },
  {
    check: 'webhook_endpoint',
    what: 'an endpoint of an older version of Stripe',
    level: 'warning',
    says: /uses Stripe's API version 2020-08-27/,
    remedy: /npm run setup/,
    async break(at) {
      await fetchStripe(
        at.stripe.url,
        at.env,
        'DELETE',
        `/v1/webhook_endpoints/${await endpointOf(at)}`,
      )
      await fetchStripe(at.stripe.url, at.env, 'POST', '/v1/webhook_endpoints', {
        url: `${at.site.origin}/api/stripe-webhook`,
        'enabled_events[0]': 'customer.created',
        'enabled_events[1]': 'customer.updated',
        'enabled_events[2]': 'customer.deleted',
        api_version: '2020-08-27',
        'metadata[portal_gateway]': 'set-up',
      })
    },
    isFixed: true,
  },
  {
    check: 'webhook_deliveries',
    what: 'a backlog of webhooks',
    level: 'warning',
    says: /not delivered yet: 1; the last arrived 60 minutes ago/,
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
]

test('webhooks that have arrived are said so', async () => {
  const { id } = shop.stripe.createCustomer({ email: 'rung@example.com' })
  await shop.stripe.settled()
  const said = await look(shop, 'webhook_deliveries', await shop.world())
  expect(said).toMatchObject([
    { level: 'ok', says: expect.stringMatching(/webhooks arrive: the last/) },
  ])
  shop.stripe.deleteCustomer(id)
  await shop.stripe.settled()
})

test.for(cases)('$check: $what is seen', async (amiss) => {
  await play(shop, amiss)
})

test('a portal made anew keeps the features of the default one, but not address editing', async () => {
  const { stripe } = shop
  const made = stripe
    .configurations()
    .find(({ id }) => id === shop.env.STRIPE_PORTAL_CONFIGURATION)!
  const model = stripe.configurations().find(({ is_default: isDefault }) => isDefault)!
  expect(model.features.customer_update.allowed_updates).toContain('email')
  expect(made.features.customer_update.allowed_updates).not.toContain('email')
  expect(made.features.invoice_history).toEqual(model.features.invoice_history)
  expect(made.features.subscription_cancel).toEqual(model.features.subscription_cancel)
  expect(made.features.payment_method_update).toEqual(model.features.payment_method_update)
})

test('everything is whole again, and no secret and no address was said', async () => {
  await expectWholeAgain(
    shop,
    cases.map(({ check }) => check),
  )
})
