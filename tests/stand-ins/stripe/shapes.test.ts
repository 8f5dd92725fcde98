import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStripeStandIn, type StripeStandIn } from '#local/stripe/index.ts'
import { connect } from './client.ts'

let standIn: StripeStandIn
let stripe: Stripe
let customer: string
let subscription: string

beforeAll(async () => {
  standIn = await startStripeStandIn()
  stripe = connect(standIn)
  customer = standIn.createCustomer({ email: 'a@b.c' }).id
  const product = standIn.createProduct({ name: 'Tea' }).id
  const price = standIn.createPrice({ product }).id
  subscription = standIn.createSubscription({ customer, items: [{ price }] }).id
})
afterAll(() => standIn.close())

/** The fields that the SDK declares as always there, read from its own declarations. */
function requiredFields(file: string, type: string): string[] {
  const path = fileURLToPath(import.meta.resolve('stripe')).replace(
    /[^/]+$/,
    `resources/${file}.d.ts`,
  )
  const source = readFileSync(path, 'utf8')
  const body = source.split(`export interface ${type} {\n`)[1]?.split('\n}')[0] ?? ''
  return [...body.matchAll(/^ {4}(\w+): /gm)].map(([, name]) => name!)
}

const item = async () => (await stripe.subscriptions.retrieve(subscription)).items.data[0]!

test.each<[string, string, () => Promise<object | undefined>]>([
  ['Customers', 'Customer', () => stripe.customers.retrieve(customer)],
  ['Subscriptions', 'Subscription', () => stripe.subscriptions.retrieve(subscription)],
  ['SubscriptionItems', 'SubscriptionItem', item],
  ['Prices', 'Price', async () => (await item()).price],
  ['Plans', 'Plan', async () => (await item()).plan],
  ['Products', 'Product', async () => (await stripe.products.list()).data[0]],
  ['BillingPortal/Sessions', 'Session', () => stripe.billingPortal.sessions.create({ customer })],
  [
    'BillingPortal/Configurations',
    'Configuration',
    async () => (await stripe.billingPortal.configurations.list()).data[0],
  ],
  ['Events', 'EventBase', async () => (await stripe.events.list()).data[0]],
  [
    'WebhookEndpoints',
    'WebhookEndpoint',
    () =>
      stripe.webhookEndpoints.create({ url: 'https://example.com/hook', enabled_events: ['*'] }),
  ],
  ['Accounts', 'Account', () => stripe.accounts.retrieveCurrent()],
])('every field that %s.d.ts promises of a %s is served', async (file, type, serve) => {
  const fields = requiredFields(file, type)
  expect(fields).toContain('object')
  expect(Object.keys((await serve()) ?? {})).toEqual(expect.arrayContaining(fields))
})
