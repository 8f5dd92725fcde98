import Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ring } from './stand-in.ts'
import { connect, now, startSite, useStandIn } from './stand-in.ts'

const own = useStandIn()
let site: Awaited<ReturnType<typeof startSite>>

async function listen({ statuses = [] as number[], thin = false } = {}) {
  site = await startSite(...statuses)
  const events = ['customer.created', 'customer.updated', 'customer.deleted']
  return own.stripe.addWebhookEndpoint({ url: site.url, events, thin })
}

beforeEach(() => own.stripe.control({ deliveries: { retryDelaysMs: [0, 0] } }))
afterEach(() => site.close())

/** The SDK's own judgement, at the stand-in's time. */
const verify = ({ body, headers }: Ring, secret: string) =>
  own.sdk.webhooks.constructEventAsync(
    body,
    headers['stripe-signature']!,
    secret,
    300,
    undefined,
    now * 1000,
  )

const namesRung = () =>
  site.rings.map(
    ({ body }) => (JSON.parse(body) as { data: { object: { name: string } } }).data.object.name,
  )

test('an event arrives signed, and the SDK believes it', async () => {
  const { secret } = await listen()
  const { id } = own.stripe.createCustomer({ email: 'ä@b.c' })
  await own.stripe.settled()
  const [ring] = site.rings
  expect(ring!.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'stripe-signature': expect.stringMatching(new RegExp(`^t=${now},v1=[0-9a-f]{64}$`)),
  })
  expect(await verify(ring!, secret)).toMatchObject({
    type: 'customer.created',
    data: { object: { id, email: 'ä@b.c' } },
  })
  await expect(verify(ring!, 'whsec_other')).rejects.toThrow(Stripe.errors.StripeError)
})

test('only the events that were asked for are delivered', async () => {
  await listen()
  own.stripe.createProduct({ name: 'Tea' })
  await own.stripe.settled()
  expect(site.rings).toEqual([])
})

test('a thin event names the object and the change, and carries no snapshot', async () => {
  const { secret } = await listen({ thin: true })
  const { id } = own.stripe.createCustomer({ email: 'a@b.c' }, { silent: true })
  own.stripe.control({ deliveries: { thinWithoutChanges: true } })
  own.stripe.updateCustomer(id, { email: 'x@b.c' })
  await own.stripe.settled()
  own.stripe.control({ deliveries: { thinWithoutChanges: false } })
  own.stripe.updateCustomer(id, { email: 'y@b.c' })
  await own.stripe.settled()
  const parse = ({ body, headers }: Ring) =>
    own.sdk.parseEventNotificationAsync(
      body,
      headers['stripe-signature']!,
      secret,
      300,
      undefined,
      now * 1000,
    )
  const [without, withChanges] = await Promise.all(site.rings.map(parse))
  expect(without).not.toHaveProperty('changes')
  expect(withChanges).toMatchObject({
    object: 'v2.core.event',
    type: 'v1.customer.updated',
    snapshot_event: own.stripe.events()[0]!.id,
    related_object: { id, type: 'customer', url: `/v1/customers/${id}` },
    changes: { before: { email: 'x@b.c' }, after: { email: 'y@b.c' } },
  })
  expect(withChanges).not.toHaveProperty('data')
})

describe('after anything but a 2xx', () => {
  test.each([500, 404, 301, 307])('%i is tried again, then it is delivered', async (status) => {
    await listen({ statuses: [status] })
    own.stripe.createCustomer()
    await own.stripe.settled()
    expect(site.rings).toHaveLength(2)
    expect(own.stripe.deliveries()).toMatchObject([{ state: 'delivered', attempts: [status, 200] }])
  })

  test('the last attempt has an end, and the event is pending until it is sent again', async () => {
    const pending = async (delivery_success: boolean) =>
      (await own.sdk.events.list({ delivery_success })).data.map((event) => event.pending_webhooks)
    await listen({ statuses: [500, 500, 500] })
    own.stripe.createCustomer()
    await own.stripe.settled()
    expect(own.stripe.deliveries()).toMatchObject([{ state: 'failed', attempts: [500, 500, 500] }])
    expect([await pending(false), await pending(true)]).toEqual([[1], []])
    own.stripe.resendEvent(own.stripe.events()[0]!.id)
    await own.stripe.settled()
    expect([await pending(false), await pending(true)]).toEqual([[], [0]])
  })

  test('a site that is not there fails as well, and one elsewhere is never called', async () => {
    await listen()
    const { port } = new URL(site.url)
    own.stripe.reset()
    own.stripe.control({ deliveries: { retryDelaysMs: [] } })
    await site.close()
    for (const url of [`http://127.0.0.1:${port}/`, 'https://example.com/hook'])
      own.stripe.addWebhookEndpoint({ url, events: ['*'] })
    own.stripe.createCustomer()
    await own.stripe.settled()
    expect(own.stripe.deliveries()).toMatchObject([
      { state: 'failed', attempts: [expect.stringContaining('ECONNREFUSED')] },
      { state: 'failed', attempts: [expect.stringContaining('not called')] },
    ])
    site = await startSite()
  })
})

test('a dropped event never comes, the next one does', async () => {
  await listen()
  own.stripe.control({ deliveries: { drop: true } })
  own.stripe.createCustomer({ name: 'A' })
  await own.stripe.settled()
  own.stripe.control({ deliveries: { drop: false } })
  own.stripe.createCustomer({ name: 'B' })
  await own.stripe.settled()
  expect(namesRung()).toEqual(['B'])
  expect(own.stripe.deliveries()).toMatchObject([{ state: 'dropped' }, { state: 'delivered' }])
})

test('held events come when they are released', async () => {
  await listen()
  own.stripe.control({ deliveries: { hold: true } })
  own.stripe.createCustomer({ name: 'A' })
  await own.stripe.settled()
  expect(namesRung()).toEqual([])
  own.stripe.releaseDeliveries()
  await own.stripe.settled()
  expect(namesRung()).toEqual(['A'])
})

test('while a secret rolls, the old one and the new one both verify', async () => {
  const { id, secret } = await listen()
  const newer = own.stripe.rollWebhookSecret(id)
  own.stripe.createCustomer()
  await own.stripe.settled()
  await verify(site.rings[0]!, secret)
  await verify(site.rings[0]!, newer)

  own.stripe.expireOldWebhookSecrets(id)
  own.stripe.createCustomer()
  await own.stripe.settled()
  await verify(site.rings[1]!, newer)
  await expect(verify(site.rings[1]!, secret)).rejects.toThrow()
})

describe('an endpoint that is made through the API', () => {
  const api_version = '2025-01-27.acacia' as Stripe.WebhookEndpointCreateParams.ApiVersion
  const create = () =>
    own.sdk.webhookEndpoints.create({ url: site.url, enabled_events: ['*'], api_version })
  beforeEach(async () => {
    site = await startSite()
  })

  test('tells its secret once, signs with it, and sends by the API version it was made with', async () => {
    const { id, secret } = await create()
    const [listed] = (await own.sdk.webhookEndpoints.list()).data
    expect(listed).toMatchObject({ id, status: 'enabled', api_version })
    expect(listed).not.toHaveProperty('secret')
    own.stripe.createCustomer()
    await own.stripe.settled()
    expect(await verify(site.rings[0]!, secret!)).toMatchObject({ api_version })
  })

  test('is changed, disabled and deleted', async () => {
    const { id } = await create()
    const url = 'https://other.example.com/'
    const disabled = await own.sdk.webhookEndpoints.update(id, { url, disabled: true })
    expect(disabled).toMatchObject({ url, status: 'disabled' })
    expect(disabled).not.toHaveProperty('secret')
    own.stripe.createCustomer()
    await own.stripe.settled()
    expect(own.stripe.deliveries()).toEqual([])
    expect(await own.sdk.webhookEndpoints.del(id)).toMatchObject({ deleted: true })
    expect((await own.sdk.webhookEndpoints.list()).data).toEqual([])
  })

  test('must be reached by https in live mode', async () => {
    const live = connect(own.stripe, 'sk_live_local')
    const created = live.webhookEndpoints.create({ url: site.url, enabled_events: ['*'] })
    await expect(created).rejects.toMatchObject({ code: 'url_invalid', param: 'url' })
  })
})
