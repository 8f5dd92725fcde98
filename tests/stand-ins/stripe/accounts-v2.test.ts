import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { offer, order } from './selling/shop.ts'
import { sellTea, useStandIn } from './stand-in.ts'

const own = useStandIn()

test('Accounts v2 show in the customers that are made from then on', async () => {
  const before = own.stripe.createCustomer().id
  own.stripe.control({ accountsV2: true })
  const after = own.stripe.createCustomer().id
  sellTea(own.stripe)(after)

  const retrieve = async (id: string) =>
    ((await own.sdk.customers.retrieve(id)) as Stripe.Customer).customer_account
  const customer_account = await retrieve(after)
  expect([await retrieve(before), customer_account]).toEqual([
    null,
    expect.stringMatching(/^acct_/),
  ])
  const shown = { customer: after, customer_account }
  expect((await own.sdk.subscriptions.list()).data).toMatchObject([shown])
  expect(await own.sdk.billingPortal.sessions.create({ customer: after })).toMatchObject(shown)
})

test('Checkout makes them, too', async () => {
  own.stripe.control({ accountsV2: true })
  const price = offer(own.stripe, 'Pro', {})
  const { id } = await order(own.sdk, price, { mode: 'subscription' })
  expect(own.stripe.payCheckout(id, { email: 'ada@example.com' })).toMatchObject({
    customer: expect.stringMatching(/^cus_/),
    customer_account: expect.stringMatching(/^acct_/),
  })
  expect(own.stripe.events().map(({ type }) => type)).not.toContain('customer.created')
})

test('they are listed as accounts that are customers, and no other customer is', async () => {
  const list = async (...applied_configurations: ('customer' | 'merchant')[]) =>
    (await own.sdk.v2.core.accounts.list({ applied_configurations })).data
  own.stripe.createCustomer({ email: 'before@example.com' })
  expect(await list('customer')).toEqual([])
  own.stripe.control({ accountsV2: true })
  own.stripe.createCustomer({ email: 'ada@example.com' })
  expect(await list('customer')).toMatchObject([
    { object: 'v2.core.account', contact_email: 'ada@example.com' },
  ])
  expect(await list('merchant')).toEqual([])
})

test('they make no customer event', () => {
  own.stripe.control({ accountsV2: true })
  const { id } = own.stripe.createCustomer({ email: 'ada@example.com' })
  own.stripe.updateCustomer(id, { email: 'grace@example.com' })
  own.stripe.deleteCustomer(id)
  expect(own.stripe.events()).toEqual([])
})
