import { beforeEach, expect, test } from 'vitest'
import type { OffersResponse } from '#server/contract/offers.ts'
import { openBrowser } from '#tests/supabase-clients.ts'
import { listedTypes } from '#server/needs.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { callsOf } from '../shop.ts'

listenToLog()
let world: World
beforeEach(async () => {
  world = await emptyWorld()
  world.stripe.addWebhookEndpoint({
    url: `${world.origin}/api/stripe-webhook`,
    secret: world.webhookSecret,
    events: [...listedTypes],
  })
})

const offers = async () =>
  ((await (await fetch(`${world.origin}/api/offers`)).json()) as OffersResponse).offers

/** A product and a price on offer. */
function sell(metadata: Record<string, string> = {}) {
  const product = world.stripe.createProduct({ name: 'Pro', metadata }).id
  const offer = { offer: 'yes', ...metadata }
  return { product, price: world.stripe.createPrice({ product, metadata: offer }).id }
}

const ring = async (type: string, id: string) =>
  (await (
    await world.deliver({
      object: 'event',
      type,
      livemode: false,
      data: { object: { id } },
    })
  ).json()) as { outcome: string }

test('what the owner changes at Stripe is for sale, or is not, as soon as it rings', async () => {
  const { product, price } = sell()
  await world.stripe.settled()
  expect(await offers()).toMatchObject([{ price, name: 'Pro', amount: 900 }])

  world.stripe.updateProduct(product, { name: 'Pro 2' })
  world.stripe.updatePrice(price, { metadata: { access: 'pro', credits: 'many' } })
  await world.stripe.settled()
  expect(await offers()).toMatchObject([{ name: 'Pro 2', access: ['pro'], credits: null }])

  world.stripe.updatePrice(price, { metadata: { offer: '' } })
  await world.stripe.settled()
  expect(await offers()).toEqual([])

  world.stripe.updatePrice(price, { metadata: { offer: 'yes' } })
  await world.stripe.settled()
  expect(await offers()).toHaveLength(1)
  world.stripe.deletePrice(price)
  await world.stripe.settled()
  expect(await offers()).toEqual([])
})

test('one ring brings all, by three calls of Stripe and two of the database', async () => {
  world.loseWebhooks()
  const lost = sell()
  const rung = sell()
  world.stripe.resetCalls()
  world.supabase.resetCalls()
  expect(await ring('price.updated', rung.price)).toEqual({ received: true, outcome: 'recorded' })
  expect(callsOf(world).toSorted()).toEqual([
    'GET /v1/prices',
    'GET /v1/prices',
    'GET /v1/products',
  ])
  expect(world.supabase.calls.map(({ path }) => path)).toEqual([
    '/rest/v1/rpc/take_read_ticket',
    '/rest/v1/rpc/record_catalogue',
  ])
  expect((await offers()).map(({ price }) => price).toSorted()).toEqual(
    [lost.price, rung.price].toSorted(),
  )
})

test('the daily pass fills the tables, and finds what was deleted or archived without a ring', async () => {
  world.loseWebhooks()
  const [{ price }, other, { product }] = [sell(), sell(), sell()]
  await world.tick()
  expect(await offers()).toHaveLength(3)
  world.stripe.deletePrice(price)
  world.stripe.updatePrice(other.price, { active: false })
  world.stripe.updateProduct(product, { active: false })
  await world.supabase.database.exec(
    `update stripe_prices set updated_at = now() - interval '1 day';
     update sync_state set passed_at = now() - interval '2 days' where subject = 'catalogue'`,
  )
  await world.tick()
  expect(await offers()).toEqual([])
})

test.each(['rak_product_read', 'rak_plan_read'])(
  'without %s there is no catalogue, and customers are kept in step as ever',
  async (permission) => {
    world.loseWebhooks()
    world.stripe.control({ revokedPermissions: [permission] })
    const { product } = sell()
    expect(await ring('product.created', product)).toEqual({ received: true, outcome: 'ignored' })
    const { id } = world.stripe.createCustomer({ email: 'ada@example.com' })
    expect(await (await world.tick()).json()).toMatchObject({
      off: ['catalogue'],
      isComplete: true,
    })
    expect(await world.rowOf(id)).toBeDefined()
    expect(await offers()).toEqual([])
  },
)

test('a secret in the metadata is nowhere, whoever asks the Data API for it', async () => {
  const secret = 'sk_live_of_the_owner'
  sell({ note: secret, access: 'pro' })
  await world.stripe.settled()
  const { rows } = await world.supabase.database.query<{ all: string }>(
    `select (select json_agg(p) from stripe_products p)::text
         || (select json_agg(p) from stripe_prices p)::text as all`,
  )
  expect(rows[0]!.all).toContain('"pro"')
  expect(rows[0]!.all).not.toContain(secret)
  const stranger = openBrowser(world.supabase)
  for (const table of ['stripe_products', 'stripe_prices']) {
    expect((await stranger.from(table).select('livemode')).data).toEqual([{ livemode: false }])
    for (const columns of ['*', 'unreadable', 'active', 'metadata'])
      expect((await stranger.from(table).select(columns)).error).not.toBeNull()
  }
})
