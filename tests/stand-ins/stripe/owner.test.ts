import type Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startStripeStandIn, type StripeStandIn } from '#local/stripe/index.ts'
import { connect, refusal, startSite } from './client.ts'

let standIn: StripeStandIn
let owner: Stripe
let runtime: Stripe
beforeAll(async () => {
  standIn = await startStripeStandIn()
  owner = connect(standIn)
  runtime = connect(standIn, 'rk_test_local')
})
beforeEach(() => standIn.reset())
afterAll(() => standIn.close())

describe('a restricted key', () => {
  const allow = (...names: string[]) =>
    standIn.control({ keyPermissions: { rk_test_local: names } })

  test.each<[string, () => Promise<unknown>]>([
    ['rak_customer_read', () => runtime.customers.list({ limit: 1 })],
    ['rak_subscription_read', () => runtime.subscriptions.list({ limit: 1 })],
    ['rak_product_read', () => runtime.products.list({ limit: 1 })],
    ['rak_plan_read', () => runtime.prices.list({ limit: 1 })],
    ['rak_event_read', () => runtime.events.list({ limit: 1 })],
    ['rak_webhook_read', () => runtime.webhookEndpoints.list({ limit: 1 })],
    ['rak_customer_portal_read', () => runtime.billingPortal.configurations.list({ limit: 1 })],
  ])('without %s is refused, and the refusal names it', async (permission, call) => {
    allow()
    const { statusCode, type, message } = await refusal(call())
    expect([statusCode, type]).toEqual([403, 'StripePermissionError'])
    expect(message).toContain(`Having the '${permission}' permission would allow this request`)
    expect(message).not.toContain('rk_test_local')
    allow(permission)
    await expect(call()).resolves.toBeDefined()
  })

  test('that may write may read', async () => {
    allow('rak_customer_portal_write')
    await expect(runtime.billingPortal.configurations.list()).resolves.toBeDefined()
    const unknown = await refusal(runtime.billingPortal.sessions.create({ customer: 'cus_none' }))
    expect([unknown.statusCode, unknown.code]).toEqual([400, 'resource_missing'])
    allow('rak_customer_portal_read')
    const refused = await refusal(runtime.billingPortal.sessions.create({ customer: 'cus_none' }))
    expect(refused.statusCode).toBe(403)
  })

  test('may do everything until it is narrowed, and a secret key always', async () => {
    await expect(runtime.events.list()).resolves.toBeDefined()
    standIn.control({ keyPermissions: { rk_test_local: [], sk_test_local: [] } })
    await expect(owner.events.list()).resolves.toBeDefined()
    standIn.resetControl()
    await expect(runtime.events.list()).resolves.toBeDefined()
  })
})

describe('webhook endpoints', () => {
  const order = {
    url: 'https://billing.example.com/api/stripe-webhook',
    enabled_events: [
      'customer.created',
      'customer.deleted',
    ] as Stripe.WebhookEndpointCreateParams.EnabledEvent[],
  }

  test('tell their secret once', async () => {
    const made = await owner.webhookEndpoints.create(order)
    expect(made.secret).toMatch(/^whsec_/)
    expect(await owner.webhookEndpoints.retrieve(made.id)).not.toHaveProperty('secret')
    expect((await owner.webhookEndpoints.list()).data[0]).not.toHaveProperty('secret')
    const after = await owner.webhookEndpoints.update(made.id, { description: 'ours' })
    expect(after).not.toHaveProperty('secret')
  })

  test('keep the API version that they were made with, and send by it', async () => {
    const site = await startSite()
    const older = '2025-01-27.acacia' as Stripe.WebhookEndpointCreateParams.ApiVersion
    const made = await owner.webhookEndpoints.create({
      ...order,
      url: site.url,
      api_version: older,
    })
    expect(made.api_version).toBe(older)
    standIn.createCustomer({ email: 'ada@example.com' })
    await standIn.settled()
    expect((await owner.webhookEndpoints.create(order)).api_version).toBeNull()
    expect(JSON.parse(site.rings[0]!.body)).toMatchObject({ api_version: older })
    await site.close()
  })

  test('are changed, disabled and deleted', async () => {
    const { id } = await owner.webhookEndpoints.create(order)
    const changed = await owner.webhookEndpoints.update(id, {
      url: 'https://other.example.com/',
      enabled_events: ['customer.updated'],
      disabled: true,
    })
    expect(changed).toMatchObject({
      url: 'https://other.example.com/',
      enabled_events: ['customer.updated'],
      status: 'disabled',
      livemode: false,
    })
    await expect(owner.webhookEndpoints.del(id)).resolves.toMatchObject({ deleted: true })
    expect((await refusal(owner.webhookEndpoints.retrieve(id))).statusCode).toBe(404)
  })

  test('in live mode must be reached by https', async () => {
    const live = connect(standIn, 'sk_live_local')
    const url = 'http://billing.example.com/'
    expect((await refusal(live.webhookEndpoints.create({ ...order, url }))).code).toBe(
      'url_invalid',
    )
    expect((await live.webhookEndpoints.create(order)).livemode).toBe(true)
    expect((await owner.webhookEndpoints.list()).data).toEqual([])
  })

  test('that never answer well leave their events pending', async () => {
    standIn.control({ deliveries: { retryDelaysMs: [] } })
    const site = await startSite(500)
    standIn.addWebhookEndpoint({ url: site.url, events: ['*'] })
    standIn.createCustomer({})
    await standIn.settled()
    expect((await owner.events.list()).data[0]?.pending_webhooks).toBe(1)
    expect((await owner.events.list({ delivery_success: false })).data).toHaveLength(1)
    await site.close()
  })
})

describe('Accounts v2', () => {
  beforeEach(() => standIn.control({ accountsV2: true }))

  test('show in the customers that are made from then on', async () => {
    standIn.control({ accountsV2: false })
    const before = standIn.createCustomer({ email: 'ada@example.com' })
    standIn.control({ accountsV2: true })
    const after = standIn.createCustomer({ email: 'ada@example.com' })
    const product = standIn.createProduct({ name: 'Tea' }).id
    const price = standIn.createPrice({ product }).id
    standIn.createSubscription({ customer: after.id, items: [{ price }] })

    expect((await owner.customers.retrieve(before.id)) as Stripe.Customer).toMatchObject({
      customer_account: null,
    })
    const account = ((await owner.customers.retrieve(after.id)) as Stripe.Customer).customer_account
    expect(account).toMatch(/^acct_/)
    const [subscription] = (await owner.subscriptions.list()).data
    expect(subscription).toMatchObject({ customer: after.id, customer_account: account })
    const session = await runtime.billingPortal.sessions.create({ customer: after.id })
    expect(session.customer_account).toBe(account)
  })

  test('are listed as accounts that are customers, and no other customer is', async () => {
    const list = async (...applied_configurations: ('customer' | 'merchant')[]) =>
      (await owner.v2.core.accounts.list({ applied_configurations })).data
    standIn.control({ accountsV2: false })
    standIn.createCustomer({ email: 'before@example.com' })
    expect(await list('customer')).toEqual([])
    standIn.control({ accountsV2: true })
    standIn.createCustomer({ email: 'ada@example.com' })
    expect(await list('customer')).toMatchObject([
      { object: 'v2.core.account', contact_email: 'ada@example.com' },
    ])
    expect(await list('merchant')).toEqual([])
  })

  test('ring no customer event', async () => {
    const { id } = standIn.createCustomer({ email: 'ada@example.com' })
    standIn.updateCustomer(id, { email: 'grace@example.com' })
    standIn.deleteCustomer(id)
    expect((await owner.events.list({ type: 'customer.*' })).data).toEqual([])
  })
})
