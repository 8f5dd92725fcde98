import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startStripeStandIn, type StripeStandIn } from '#local/stripe/index.ts'
import { connect, NOW, NOW_MS, startSite, type Ring } from './client.ts'

type Site = Awaited<ReturnType<typeof startSite>>

const ALL = ['customer.created', 'customer.updated', 'customer.deleted']
let standIn: StripeStandIn
let stripe: Stripe
let site: Site

beforeAll(async () => {
  standIn = await startStripeStandIn({ now: () => NOW_MS })
  stripe = connect(standIn)
})
beforeEach(() => {
  standIn.reset()
  standIn.control({ deliveries: { retryDelaysMs: [0, 0] } })
})
afterEach(() => site.close())
afterAll(() => standIn.close())

async function listen({
  statuses = [],
  thin = false,
}: { statuses?: number[]; thin?: boolean } = {}) {
  site = await startSite(...statuses)
  return standIn.addWebhookEndpoint({ url: site.url, events: ALL, thin })
}

/** The SDK's own judgement, at the stand-in's time. */
const verify = ({ body, headers }: Ring, secret: string) =>
  stripe.webhooks.constructEventAsync(
    body,
    headers['stripe-signature']!,
    secret,
    300,
    undefined,
    NOW_MS,
  )

const namesRung = () =>
  site.rings.map(
    ({ body }) => (JSON.parse(body) as { data: { object: { name: string } } }).data.object.name,
  )

test('an event arrives signed, and the SDK believes it', async () => {
  const { secret } = await listen()
  const { id } = standIn.createCustomer({ email: 'ä@b.c' })
  await standIn.settled()
  expect(site.rings).toHaveLength(1)
  expect(site.rings[0]!.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(site.rings[0]!.headers['stripe-signature']).toMatch(
    new RegExp(`^t=${NOW},v1=[0-9a-f]{64}$`),
  )
  const event = await verify(site.rings[0]!, secret)
  expect(event).toMatchObject({
    type: 'customer.created',
    data: { object: { id, email: 'ä@b.c' } },
  })
  await expect(verify(site.rings[0]!, 'whsec_other')).rejects.toThrow(Stripe.errors.StripeError)
})

test('only the events that were asked for ring', async () => {
  await listen()
  standIn.createProduct({ name: 'Tea' })
  await standIn.settled()
  expect(site.rings).toEqual([])
})

test('a thin event names the object and the change, and carries no snapshot', async () => {
  const { secret } = await listen({ thin: true })
  const { id } = standIn.createCustomer({ email: 'a@b.c' }, { silent: true })
  standIn.updateCustomer(id, { email: 'x@b.c' })
  standIn.control({ deliveries: { thinWithoutChanges: true } })
  await standIn.settled()
  standIn.control({ deliveries: { thinWithoutChanges: false } })
  standIn.updateCustomer(id, { email: 'y@b.c' })
  await standIn.settled()
  const [without, withChanges] = await Promise.all(
    site.rings.map(({ body, headers }) =>
      stripe.parseEventNotificationAsync(
        body,
        headers['stripe-signature']!,
        secret,
        300,
        undefined,
        NOW_MS,
      ),
    ),
  )
  expect(without).not.toHaveProperty('changes')
  expect(withChanges).toMatchObject({
    object: 'v2.core.event',
    type: 'v1.customer.updated',
    snapshot_event: standIn.events()[0]!.id,
    related_object: { id, type: 'customer', url: `/v1/customers/${id}` },
    changes: { before: { email: 'x@b.c' }, after: { email: 'y@b.c' } },
  })
  expect(withChanges).not.toHaveProperty('data')
  if (withChanges?.type !== 'v1.customer.updated') throw new Error('another type')
  expect(await withChanges.fetchRelatedObject()).toMatchObject({ email: 'y@b.c' })
})

describe('after anything but a 2xx', () => {
  test.each([500, 404, 301, 307])(
    '%i is tried again, and then counts as delivered',
    async (status) => {
      await listen({ statuses: [status] })
      standIn.createCustomer()
      await standIn.settled()
      expect(site.rings).toHaveLength(2)
      expect(standIn.deliveries()).toMatchObject([{ state: 'delivered', attempts: [status, 200] }])
      expect((await stripe.events.list({ delivery_success: true })).data).toHaveLength(1)
    },
  )

  test('the last attempt has an end, and the event is listed as undelivered', async () => {
    await listen({ statuses: [500, 500, 500] })
    standIn.createCustomer()
    await standIn.settled()
    expect(standIn.deliveries()).toMatchObject([{ state: 'failed', attempts: [500, 500, 500] }])
    expect((await stripe.events.list({ delivery_success: false })).data).toMatchObject([
      { pending_webhooks: 1 },
    ])
    expect((await stripe.events.list({ delivery_success: true })).data).toEqual([])
    standIn.resendEvent(standIn.events()[0]!.id)
    await standIn.settled()
    expect((await stripe.events.list({ delivery_success: false })).data).toEqual([])
  })

  test('a site that is not there fails as well, and one elsewhere is never called', async () => {
    await listen()
    const { port } = new URL(site.url)
    standIn.reset()
    standIn.control({ deliveries: { retryDelaysMs: [] } })
    await site.close()
    for (const url of [`http://127.0.0.1:${port}/`, 'https://example.com/hook']) {
      standIn.addWebhookEndpoint({ url, events: ['*'] })
    }
    standIn.createCustomer()
    await standIn.settled()
    expect(standIn.deliveries()).toMatchObject([
      { state: 'failed', attempts: [expect.stringContaining('ECONNREFUSED')] },
      { state: 'failed', attempts: [expect.stringContaining('not called')] },
    ])
    site = await startSite()
  })
})

describe('disturbances', () => {
  test('a dropped event never comes, the next one does', async () => {
    await listen()
    standIn.control({ deliveries: { drop: 1 } })
    for (const name of ['A', 'B']) standIn.createCustomer({ name })
    await standIn.settled()
    expect(namesRung()).toEqual(['B'])
    expect(standIn.deliveries()).toMatchObject([{ state: 'dropped' }, { state: 'delivered' }])
  })

  test('a duplicate is the same event twice', async () => {
    const { secret } = await listen()
    standIn.control({ deliveries: { duplicate: true } })
    standIn.createCustomer()
    await standIn.settled()
    const [first, second] = await Promise.all(site.rings.map((ring) => verify(ring, secret)))
    expect(second?.id).toBe(first?.id)
    expect(standIn.events()[0]?.pending_webhooks).toBe(0)
  })

  test('a shuffle changes the order, the same for the same seed', async () => {
    await listen()
    const names = ['A', 'B', 'C', 'D', 'E', 'F']
    const orders: string[] = []
    for (const seed of [1, 1, 2]) {
      standIn.control({ deliveries: { shuffle: true, seed } })
      for (const name of names) standIn.createCustomer({ name })
      await standIn.settled()
      orders.push(namesRung().join(''))
      site.rings.length = 0
    }
    expect(orders[0]).not.toBe(names.join(''))
    expect(orders[1]).toBe(orders[0])
    expect(orders[2]).not.toBe(orders[0])
    expect(orders[0]).toHaveLength(names.length)
    for (const name of names) expect(orders[0]).toContain(name)
  })

  test('held events come when they are released', async () => {
    await listen()
    standIn.control({ deliveries: { hold: true } })
    standIn.createCustomer({ name: 'A' })
    await standIn.settled()
    expect(namesRung()).toEqual([])
    standIn.releaseDeliveries()
    await standIn.settled()
    expect(namesRung()).toEqual(['A'])
  })
})

describe('endpoints over the API', () => {
  test('the secret is told once, and signs', async () => {
    site = await startSite()
    const { id, secret } = await stripe.webhookEndpoints.create({
      url: site.url,
      enabled_events: ['customer.created'],
    })
    expect(await stripe.webhookEndpoints.retrieve(id)).not.toHaveProperty('secret')
    expect((await stripe.webhookEndpoints.list()).data).toMatchObject([{ id, status: 'enabled' }])
    standIn.createCustomer()
    await standIn.settled()
    await verify(site.rings[0]!, secret!)

    await stripe.webhookEndpoints.update(id, { disabled: true })
    standIn.createCustomer()
    await stripe.webhookEndpoints.del(id)
    standIn.createCustomer()
    await standIn.settled()
    expect(site.rings).toHaveLength(1)
  })

  test('while a secret rolls, the old one and the new one both verify', async () => {
    const { id, secret } = await listen()
    const newer = standIn.rollWebhookSecret(id)
    standIn.createCustomer()
    await standIn.settled()
    await verify(site.rings[0]!, secret)
    await verify(site.rings[0]!, newer)

    standIn.expireOldWebhookSecrets(id)
    standIn.createCustomer()
    await standIn.settled()
    await verify(site.rings[1]!, newer)
    await expect(verify(site.rings[1]!, secret)).rejects.toThrow()
  })

  test('live mode insists on https', async () => {
    site = await startSite()
    const live = connect(standIn, 'sk_live_local')
    const create = live.webhookEndpoints.create({ url: site.url, enabled_events: ['*'] })
    await expect(create).rejects.toMatchObject({ param: 'url' })
  })
})
