import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { connect, refusal, useStandIn } from './stand-in.ts'

const own = useStandIn()

describe('a key', () => {
  test('of live mode opens another world, which says that test mode knows the customer', async () => {
    const { id } = own.stripe.createCustomer()
    const live = connect(own.stripe, 'rk_live_local')
    expect((await refusal(live.customers.retrieve(id))).message).toBe(
      `No such customer: '${id}'; a similar object exists in test mode, but a live mode key was used to make this request.`,
    )
    expect((await live.customers.list()).data).toEqual([])
    expect(own.stripe.live.createCustomer().livemode).toBe(true)
  })

  test('of another account knows nothing of either', async () => {
    const { id } = own.stripe.createCustomer()
    const other = connect(own.stripe, 'sk_test_other')
    expect((await refusal(other.customers.retrieve(id))).message).toBe(`No such customer: '${id}'`)
  })

  test('of no account is 401, and is not repeated in full', async () => {
    const error = await refusal(connect(own.stripe, 'sk_test_0123456789').customers.list())
    expect(error).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' })
    expect(error.message).not.toContain('0123456789')
  })
})

describe('a restricted key', () => {
  const runtime = () => connect(own.stripe, 'rk_test_local')
  const allow = (...names: string[]) =>
    own.stripe.control({ keyPermissions: { rk_test_local: names } })

  test.each<[string, (sdk: Stripe) => Promise<unknown>]>([
    ['rak_customer_read', (sdk) => sdk.customers.list({ limit: 1 })],
    ['rak_subscription_read', (sdk) => sdk.subscriptions.list({ limit: 1 })],
    ['rak_invoice_read', (sdk) => sdk.invoices.list({ limit: 1 })],
    ['rak_payment_method_read', (sdk) => sdk.paymentMethods.list({ limit: 1 })],
    ['rak_product_read', (sdk) => sdk.products.list({ limit: 1 })],
    ['rak_plan_read', (sdk) => sdk.prices.list({ limit: 1 })],
    ['rak_event_read', (sdk) => sdk.events.list({ limit: 1 })],
    ['rak_checkout_session_read', (sdk) => sdk.checkout.sessions.list({ limit: 1 })],
    ['rak_payment_links_read', (sdk) => sdk.paymentLinks.list({ limit: 1 })],
    ['rak_payment_intent_read', (sdk) => sdk.paymentIntents.list({ limit: 1 })],
    ['rak_charge_read', (sdk) => sdk.charges.list({ limit: 1 })],
    // Refunds ride on the row of charges, invoice payments on the one of invoices.
    ['rak_charge_read', (sdk) => sdk.refunds.list({ limit: 1 })],
    ['rak_invoice_read', (sdk) => sdk.invoicePayments.list({ limit: 1 })],
    ['rak_dispute_read', (sdk) => sdk.disputes.list({ limit: 1 })],
    ['rak_webhook_read', (sdk) => sdk.webhookEndpoints.list({ limit: 1 })],
    ['rak_customer_portal_read', (sdk) => sdk.billingPortal.configurations.list({ limit: 1 })],
  ])('without %s is refused, and the refusal names it', async (permission, call) => {
    allow()
    const { statusCode, type, message } = await refusal(call(runtime()))
    expect([statusCode, type]).toEqual([403, 'StripePermissionError'])
    expect(message).toContain(`Having the '${permission}' permission would allow this request`)
    expect(message).not.toContain('rk_test_local')
    allow(permission)
    await expect(call(runtime())).resolves.toBeDefined()
  })

  test.each([
    ['rak_invoice_read', 'subscriptions.data.latest_invoice'],
    ['rak_payment_method_read', 'subscriptions.data.default_payment_method'],
    ['rak_payment_method_read', 'invoice_settings.default_payment_method'],
  ])('without %s does not expand %s', async (permission, path) => {
    own.stripe.createCustomer()
    const list = () => runtime().customers.list({ expand: [`data.${path}`] })
    own.stripe.control({ revokedPermissions: [permission] })
    expect((await refusal(list())).message).toContain(`Having the '${permission}' permission`)
    own.stripe.control({ revokedPermissions: [] })
    await expect(list()).resolves.toBeDefined()
  })

  test('that may write may read, not the other way round', async () => {
    const open = () => refusal(runtime().billingPortal.sessions.create({ customer: 'cus_none' }))
    allow('rak_customer_portal_write')
    await expect(runtime().billingPortal.configurations.list()).resolves.toBeDefined()
    expect(await open()).toMatchObject({ statusCode: 400, code: 'resource_missing' })
    allow('rak_customer_portal_read')
    expect((await open()).statusCode).toBe(403)
  })

  test('may do everything until it is narrowed, and a secret key always', async () => {
    await expect(runtime().events.list()).resolves.toBeDefined()
    own.stripe.control({ keyPermissions: { rk_test_local: [], sk_test_local: [] } })
    await expect(own.sdk.events.list()).resolves.toBeDefined()
  })
})
