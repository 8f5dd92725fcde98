import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, test } from 'vitest'
import { sellTea, useStandIn } from './stand-in.ts'

const own = useStandIn()
let customer: string
beforeEach(() => {
  customer = own.stripe.createCustomer({ email: 'a@b.c' }).id
  sellTea(own.stripe)(customer)
  own.stripe.createPaymentMethod({ customer })
  const price = own.stripe.createPrice({
    product: own.stripe.createProduct({ name: 'Cup' }).id,
    recurring: null,
  })
  own.stripe.createSale({ email: 'a@b.c', lines: [{ price: price.id }] })
  own.stripe.createPaymentLink({ lines: [{ price: price.id }] })
  const [sold, first] = own.stripe.charges()
  own.stripe.refundCharge(sold!.id)
  own.stripe.openDispute({ charge: first!.id })
})

/** The fields that the SDK declares as always there, read from its own declarations; of a namespace's type, deeper. */
function requiredFields(file: string, type: string, indent = ''): string[] {
  const path = fileURLToPath(import.meta.resolve('stripe')).replace(
    /[^/]+$/,
    `resources/${file}.d.ts`,
  )
  const source = readFileSync(path, 'utf8')
  const head = indent === '' ? 'export interface' : '\n    interface'
  const body = source.split(`${head} ${type} {\n`)[1]?.split(`\n${indent}}`)[0] ?? ''
  return [...body.matchAll(new RegExp(`^${indent} {4}(\\w+): `, 'gm'))].map(([, name]) => name!)
}

const subscription = async () => (await own.sdk.subscriptions.list()).data[0]!
const session = async () =>
  (await own.sdk.checkout.sessions.list({ expand: ['data.line_items'] })).data[0]!
const invoice = async () => (await own.sdk.invoices.list()).data[0]!
const item = async () => (await subscription()).items.data[0]!

test.each<[string, string, () => Promise<object | undefined>]>([
  ['Customers', 'Customer', () => own.sdk.customers.retrieve(customer)],
  ['Subscriptions', 'Subscription', subscription],
  ['SubscriptionItems', 'SubscriptionItem', item],
  ['Invoices', 'Invoice', invoice],
  ['InvoiceLineItems', 'InvoiceLineItem', async () => (await invoice()).lines.data[0]],
  ['InvoicePayments', 'InvoicePayment', async () => (await own.sdk.invoicePayments.list()).data[0]],
  ['Refunds', 'Refund', async () => (await own.sdk.refunds.list()).data[0]],
  ['Disputes', 'Dispute', async () => (await own.sdk.disputes.list()).data[0]],
  [
    'ShippingRates',
    'ShippingRate',
    () => {
      const rate = own.stripe.createShippingRate({ display_name: 'Post', amount: 490 })
      return own.sdk.shippingRates.retrieve(rate.id)
    },
  ],
  ['PaymentLinks', 'PaymentLink', async () => (await own.sdk.paymentLinks.list()).data[0]],
  ['PaymentMethods', 'PaymentMethod', async () => (await own.sdk.paymentMethods.list()).data[0]],
  ['Checkout/Sessions', 'Session', session],
  ['LineItems', 'LineItem', async () => (await session()).line_items?.data[0]],
  ['PaymentIntents', 'PaymentIntent', async () => (await own.sdk.paymentIntents.list()).data[0]],
  ['Charges', 'Charge', async () => (await own.sdk.charges.list()).data[0]],
  ['Prices', 'Price', async () => (await item()).price],
  ['Plans', 'Plan', async () => (await item()).plan],
  ['Products', 'Product', async () => (await own.sdk.products.list()).data[0]],
  ['BillingPortal/Sessions', 'Session', () => own.sdk.billingPortal.sessions.create({ customer })],
  [
    'BillingPortal/Configurations',
    'Configuration',
    async () => (await own.sdk.billingPortal.configurations.list()).data[0],
  ],
  ['Events', 'EventBase', async () => (await own.sdk.events.list()).data[0]],
  [
    'WebhookEndpoints',
    'WebhookEndpoint',
    () =>
      own.sdk.webhookEndpoints.create({ url: 'https://example.com/hook', enabled_events: ['*'] }),
  ],
])('every field that %s.d.ts promises of a %s is served', async (file, type, serve) => {
  const fields = requiredFields(file, type)
  expect(fields).toContain('object')
  expect(Object.keys((await serve()) ?? {})).toEqual(expect.arrayContaining(fields))
})

test.each([
  ['card', 'Card'],
  ['sepa_debit', 'SepaDebit'],
  ['paypal', 'Paypal'],
  ['link', 'Link'],
] as const)('the details of a %s are all there', (type, declared) => {
  const fields = requiredFields('PaymentMethods', declared, '    ')
  const { [type]: details } = own.stripe.createPaymentMethod({ customer, type })
  expect(Object.keys(details ?? {})).toEqual(expect.arrayContaining(fields))
})
