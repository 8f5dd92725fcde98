import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { connect, refusal, useStandIn } from './stand-in.ts'

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features

const own = useStandIn()
const configurations = () => own.sdk.billingPortal.configurations

test('a configuration keeps every finer setting, and shows its products only when expanded', async () => {
  const features = {
    customer_update: { enabled: true, allowed_updates: ['name', 'address'] },
    invoice_history: { enabled: true },
    payment_method_update: { enabled: true },
    subscription_cancel: {
      enabled: true,
      mode: 'immediately',
      proration_behavior: 'create_prorations',
      cancellation_reason: { enabled: true, options: ['too_expensive', 'other'] },
    },
    subscription_pause: { enabled: false },
    subscription_update: {
      enabled: true,
      default_allowed_updates: ['price'],
      proration_behavior: 'always_invoice',
      products: [{ product: 'prod_1', prices: ['price_1', 'price_2'] }],
      schedule_at_period_end: { conditions: [{ type: 'shortening_interval' }] },
    },
  }
  const made = await configurations().create({
    features: structuredClone(features) as Features,
    metadata: { portal_gateway: 'yes' },
  })
  const { products, ...shown } = features.subscription_update
  expect(made).toMatchObject({
    features: { ...features, subscription_update: shown },
    is_default: false,
    metadata: { portal_gateway: 'yes' },
  })
  expect(made.features.subscription_update).not.toHaveProperty('products')
  const expand = ['features.subscription_update.products']
  const whole = await configurations().retrieve(made.id, { expand })
  expect(whole.features.subscription_update.products).toEqual(products)
  const listed = await configurations().list({ expand: expand.map((path) => `data.${path}`) })
  expect(listed.data[0]?.features.subscription_update.products).toEqual(products)
})

test('a configuration is changed in part', async () => {
  const options: ['other'] = ['other']
  const { id } = await configurations().create({
    features: {
      subscription_cancel: { enabled: true, cancellation_reason: { enabled: true, options } },
    },
  })
  const after = await configurations().update(id, {
    features: { subscription_cancel: { cancellation_reason: { enabled: false } } },
    active: false,
  })
  expect(after.features.subscription_cancel).toMatchObject({
    enabled: true,
    cancellation_reason: { enabled: false, options },
  })
  expect((await configurations().list({ active: true })).data).toMatchObject([{ is_default: true }])
})

test.each<[string, object]>([
  ['features[moon]', { moon: { enabled: true } }],
  ['features[customer_update][moon]', { customer_update: { enabled: true, moon: 'yes' } }],
  [
    'features[customer_update][allowed_updates]',
    { customer_update: { allowed_updates: ['moon'] } },
  ],
  [
    'features[subscription_cancel][proration_behavior]',
    { subscription_cancel: { mode: 'immediately', proration_behavior: 'always_invoice' } },
  ],
  [
    'features[subscription_cancel][proration_behavior]',
    { subscription_cancel: { mode: 'at_period_end', proration_behavior: 'create_prorations' } },
  ],
  [
    'features[subscription_update][schedule_at_period_end][conditions][type]',
    { subscription_update: { schedule_at_period_end: { conditions: [{ type: 'moon' }] } } },
  ],
  [
    'features[subscription_update][billing_cycle_anchor]',
    { subscription_update: { billing_cycle_anchor: '' } },
  ],
])('%s is refused', async (param, features) => {
  const error = await refusal(configurations().create({ features: features as Features }))
  expect([error.statusCode, error.param]).toEqual([400, param])
})

test('the default one lets customers change their address, and exists only in test mode', async () => {
  const [first] = (await configurations().list()).data
  expect(first).toMatchObject({ is_default: true })
  expect(first?.features.customer_update.allowed_updates).toContain('email')
  const live = connect(own.stripe, 'sk_live_local')
  expect((await live.billingPortal.configurations.list()).data).toEqual([])
})

test('what ends with its period is not prorated, whichever of the two is set last', async () => {
  const { id } = await configurations().create({
    features: {
      subscription_cancel: {
        enabled: true,
        mode: 'immediately',
        proration_behavior: 'create_prorations',
      },
    },
  })
  const change = (subscription_cancel: object) =>
    configurations().update(id, { features: { subscription_cancel } })
  await expect(change({ mode: 'at_period_end' })).rejects.toMatchObject({ statusCode: 400 })
  const after = await change({ mode: 'at_period_end', proration_behavior: 'none' })
  expect(after.features.subscription_cancel).toMatchObject({ mode: 'at_period_end' })
})
