import Stripe from 'stripe'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventTypes as types } from '#local/event-types.ts'
import { offer, order } from './selling/shop.ts'
import { now, refusal, startSite, useStandIn } from './stand-in.ts'

const own = useStandIn()
const day = 86_400
let site: Awaited<ReturnType<typeof startSite>>
beforeEach(async () => {
  site = await startSite()
})
afterEach(() => site.close())

/** A shop's whole life, in which each of them rings. */
async function live(): Promise<void> {
  const { stripe } = own
  const cup = offer(stripe, 'Cup', { recurring: null })
  const pro = offer(stripe, 'Pro', {})
  await catalogueLives(cup)
  const bought = await order(own.sdk, cup)
  const { payment_intent } = stripe.payCheckout(bought.id, { email: 'a@b.c', method: 'bank' })
  stripe.settlePayment(payment_intent as string, 'succeeds')
  const charge = stripe.charges()[0]!.id
  stripe.settleRefund(stripe.refundCharge(charge, 100).id, 'fails')
  const dispute = stripe.openDispute({ charge }).id
  stripe.stepDispute(dispute, 'answer')
  stripe.stepDispute(dispute, 'win')
  const plan = await order(own.sdk, pro, { mode: 'subscription' })
  const { customer } = stripe.payCheckout(plan.id, { email: 'a@b.c' })
  const paused = stripe.createSubscription({
    customer: stripe.createCustomer().id,
    items: [{ price: pro }],
    trial_end: now + day,
    missing_payment_method: 'pause',
  }).id
  stripe.advanceSubscription(paused, now + day)
  stripe.resumeSubscription(paused)
  stripe.updateCustomer(customer as string, { name: 'Ada' })
  stripe.deleteCustomer(customer as string)
}

async function catalogueLives(price: string): Promise<void> {
  const spare = await own.sdk.products.create({ name: 'Spare' })
  await own.sdk.products.update(spare.id, { name: 'Other' })
  await own.sdk.products.del(spare.id)
  await own.sdk.prices.update(price, { nickname: 'Once' })
  const { product } = own.stripe.updatePrice(price, {})
  own.stripe.deletePrice(own.stripe.createPrice({ product: product as string }).id)
}

test.each([false, true])(
  'every type that a shop listens to is delivered; thin: %s',
  async (thin) => {
    const { secret } = own.stripe.addWebhookEndpoint({ url: site.url, events: types, thin })
    await live()
    await own.stripe.settled()
    const rung = await Promise.all(
      site.rings.map(async ({ body, headers }) => {
        const options = [
          body,
          headers['stripe-signature']!,
          secret,
          300,
          undefined,
          now * 1000,
        ] as const
        const { type } = thin
          ? await own.sdk.parseEventNotificationAsync(...options)
          : await own.sdk.webhooks.constructEventAsync(...options)
        return type.replace(/^v1\./, '')
      }),
    )
    expect(new Set(rung)).toEqual(new Set(types))
  },
)

test('what a thin event names can be read at the address that it names, unless it was deleted', async () => {
  own.stripe.addWebhookEndpoint({ url: site.url, events: types, thin: true })
  await live()
  await own.stripe.settled()
  const named = site.rings.map(
    ({ body }) =>
      (
        JSON.parse(body) as Stripe.V2.Core.EventNotification & {
          related_object: { id: string; url: string }
        }
      ).related_object,
  )
  for (const { id, url } of new Map(named.map((each) => [each.id, each])).values()) {
    const response = await fetch(own.stripe.url + url, {
      headers: { Authorization: `Bearer ${own.stripe.apiKey}` },
    })
    const isGone = response.status === 404 && /^(prod|price)_/.test(id)
    expect([id, isGone ? 200 : response.status]).toEqual([id, 200])
  }
})

test('each event has the object as it was then, whole', async () => {
  await live()
  for (const event of own.stripe.events()) {
    if (!types.includes(event.type)) continue
    const object = event.data.object as { id: string; object: string }
    expect([event.type, object]).toEqual([
      event.type,
      expect.objectContaining({ id: expect.any(String), object: expect.any(String) }),
    ])
  }
  const find = (type: string) => own.stripe.events().find((event) => event.type === type)!.data
  expect(find('customer.subscription.deleted')).toMatchObject({ object: { status: 'canceled' } })
  expect(find('checkout.session.async_payment_succeeded')).toMatchObject({
    object: { payment_status: 'paid' },
  })
  expect(find('charge.refunded')).toMatchObject({
    object: { amount_refunded: 100 },
    previous_attributes: { amount_refunded: 0 },
  })
  expect(find('refund.failed')).toMatchObject({ object: { status: 'failed' } })
  expect(find('invoice.paid')).toMatchObject({ object: { status: 'paid' } })
})

test('the list of events takes twenty types, and no more', async () => {
  await live()
  const found = await own.sdk.events.list({ types: types.slice(0, 20), limit: 100 })
  expect(new Set(found.data.map(({ type }) => type))).toEqual(new Set(types.slice(0, 20)))
  const error = await refusal(own.sdk.events.list({ types: types.slice(0, 21) }))
  expect(error).toMatchObject({ statusCode: 400, param: 'types' })
})
