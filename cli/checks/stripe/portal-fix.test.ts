import { expect, test } from 'vitest'
import type { PortalConfiguration } from '../../services/stripe-account.ts'
import { differencesIn } from './portal-changes.ts'
import { correctConfiguration, createConfiguration } from './portal-fix.ts'

const keep = async () => undefined
const on = { enabled: true }
const products = [{ product: 'prod_1', prices: ['price_1', 'price_2'] }]

/** As an owner saved it: changes at once, and nothing invoiced. */
function saved(update: object = {}, cancel: object = {}): PortalConfiguration {
  const features = {
    customer_update: { ...on, allowed_updates: ['name'] },
    invoice_history: on,
    payment_method_update: on,
    subscription_pause: { enabled: false },
    subscription_cancel: { ...on, mode: 'immediately', proration_behavior: 'none', ...cancel },
    subscription_update: {
      ...on,
      products,
      default_allowed_updates: ['price'],
      proration_behavior: 'none',
      schedule_at_period_end: { conditions: [{ type: 'decreasing_item_amount' }] },
      ...update,
    },
  }
  const more = { id: 'bpc_1', business_profile: {}, default_return_url: null }
  return { ...more, features } as unknown as PortalConfiguration
}

const details = [
  'subscription_update.proration_behavior: none -> always_invoice',
  'subscription_update.schedule_at_period_end: decreasing_item_amount -> decreasing_item_amount, shortening_interval',
  'subscription_cancel.mode: immediately -> at_period_end',
]
const conditions = [{ type: 'decreasing_item_amount' }, { type: 'shortening_interval' }]

test("a copy differs from the owner's in what doesn't fit credits, and says so", () => {
  const model = saved()
  const made = createConfiguration(model, { differences: differencesIn(model.features), keep })
  expect(made).toMatchObject({
    says: 'Create a portal configuration like "bpc_1", without address editing, in which changes of plan fit credits',
    details,
    call: {
      path: '/v1/billing_portal/configurations',
      body: {
        features: {
          subscription_cancel: { ...on, mode: 'at_period_end', proration_behavior: 'none' },
          subscription_update: {
            ...on,
            products,
            default_allowed_updates: ['price'],
            proration_behavior: 'always_invoice',
            schedule_at_period_end: { conditions },
          },
        },
      },
    },
  })
})

test('what a copy has off stays off', () => {
  const model = saved({ products: [] })
  const { call } = createConfiguration(model, { differences: differencesIn(model.features), keep })
  expect(call).toMatchObject({ body: { features: { subscription_update: { enabled: false } } } })
})

test('one of ours is told only what differs, and whose page has it, too', () => {
  const ours = saved({ proration_behavior: 'always_invoice' }, { mode: 'at_period_end' })
  const differences = differencesIn(ours.features)
  const others = ['https://other.example.net/api/stripe-webhook']
  const made = correctConfiguration(ours, { differences, keep, others })
  expect(made.says).toBe(
    'Let changes of plan fit credits in the portal configuration "bpc_1", and use it',
  )
  expect(made.details).toEqual([
    details[1],
    'another page has this configuration, too: https://other.example.net/api/stripe-webhook',
  ])
  expect(made.call?.body).toMatchObject({
    features: {
      customer_update: { ...on, allowed_updates: ['name'] },
      subscription_update: { schedule_at_period_end: { conditions } },
    },
  })
})

test('what can be changed by nobody, or fits, is left alone', () => {
  const off = { enabled: false }
  expect(differencesIn(saved(off, off).features)).toEqual([])
  const fits = {
    proration_behavior: 'always_invoice',
    schedule_at_period_end: { conditions: conditions.toReversed() },
  }
  expect(differencesIn(saved(fits, { mode: 'at_period_end' }).features)).toEqual([])
})
