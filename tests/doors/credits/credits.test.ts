import { beforeEach, describe, expect, test } from 'vitest'
import type { PurchaseResponse } from '#server/contract/purchase.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { createShop } from '../purchases.ts'

const log = listenToLog()

let world: World
let shop: ReturnType<typeof createShop>
beforeEach(async () => {
  world = await emptyWorld()
  shop = createShop(world.stripe)
  for (const { price } of [shop.pro, shop.book])
    world.stripe.updatePrice(price, { metadata: { credits: '1000' } })
  // Since the first pass, what is paid grants credits.
  expect((await world.tick()).status).toBe(200)
})

const pay = (link: string, payer = {}) => {
  const { id } = world.stripe.followLink(link)
  return world.stripe.payCheckout(id, { email: 'ada@example.com', ...payer })
}
async function come(session: string): Promise<PurchaseResponse> {
  const response = await world.post('/api/purchase', { body: { session } })
  expect(response.status).toBe(200)
  return (await response.json()) as PurchaseResponse
}
async function balance(): Promise<number> {
  const { rows } = await world.supabase.database.query<{ balance: number }>(
    `select (account_of(address => 'ada@example.com', live => false) ->> 'balance')::int as balance`,
  )
  return rows[0]!.balance
}

const rest = () => world.stripe.settled()

describe('credits of what was paid', () => {
  test('once are there with the return, and once, with the webhook, too', async () => {
    const { id } = pay(shop.bookLink)
    expect(await come(id)).toMatchObject({ items: [{ name: 'Book', credits: 1000 }] })
    await rest()
    expect(await balance()).toBe(1000)
  })

  test('for a plan come with its invoice, also where no webhook does', async () => {
    world.loseWebhooks()
    const { id } = pay(shop.proLink)
    expect(await come(id)).toMatchObject({ items: [{ name: 'Pro', credits: 1000 }] })
    expect(await balance()).toBe(1000)
    expect(await come(id)).toMatchObject({ items: [{ name: 'Pro', credits: 1000 }] })
  })

  test.each(['webhooks', 'the clock alone'])('are there, by %s', async (by) => {
    if (by === 'the clock alone') world.loseWebhooks()
    pay(shop.proLink)
    pay(shop.bookLink)
    await rest()
    if (by === 'the clock alone') await world.tick()
    expect(await balance()).toBe(2000)
  })

  test('that are refunded go in the same share, and come again if the refund fails', async () => {
    pay(shop.proLink)
    await rest()
    const refund = world.stripe.refundCharge(world.stripe.charges()[0]!.id, 950)
    await rest()
    expect(await balance()).toBe(500)
    world.stripe.settleRefund(refund.id, 'fails')
    await rest()
    expect(await balance()).toBe(1000)
  })

  test('that a dispute holds are gone until it is won', async () => {
    pay(shop.bookLink)
    await rest()
    const dispute = world.stripe.openDispute({ charge: world.stripe.charges()[0]!.id })
    await rest()
    expect(await balance()).toBe(0)
    world.stripe.stepDispute(dispute.id, 'win')
    await rest()
    expect(await balance()).toBe(1000)
  })

  test('of the next period end those of this one on its first day', async () => {
    pay(shop.proLink)
    await rest()
    const [{ id } = { id: '' }] = world.stripe.subscriptions()
    world.stripe.endPeriod(id)
    world.stripe.passDraftHour(id)
    await rest()
    const { rows } = await world.supabase.database.query<{ granted: number; ends: boolean }>(
      `select granted::int, lot_until = lead(starts_at) over (order by starts_at) as ends
       from private.purchases where source like 'in%' order by starts_at`,
    )
    expect(rows).toEqual([
      { granted: 1000, ends: true },
      { granted: 1000, ends: null },
    ])
  })
})

test('what was paid before the first pass grants nothing', async () => {
  await world.supabase.database.query(
    `update private.credits_since set since = now() + interval '1 minute'`,
  )
  const { id } = pay(shop.bookLink)
  expect(await come(id)).toMatchObject({ items: [{ credits: 0 }] })
})

test('while the database lacks what is new, the customers are kept in step all the same', async () => {
  world.loseWebhooks()
  const { id } = world.stripe.createCustomer({ email: 'new@example.com' })
  const rename = (from: string, to: string) =>
    world.supabase.database.exec(`alter function public.${from}(integer) rename to ${to}`)
  await rename('close_charges', 'not_yet')
  expect((await world.tick()).status).toBe(502)
  await rename('not_yet', 'close_charges')
  const { rows } = await world.supabase.database.query(
    'select 1 from public.stripe_customers where stripe_customer_id = $1',
    [id],
  )
  expect(rows).toHaveLength(1)
  expect(log.takeFaults()).not.toEqual([])
})

test('a charge that nobody settled is void at a turn of the clock', async () => {
  const { id } = pay(shop.bookLink)
  await come(id)
  await world.supabase.database.query(
    `select charge_credits(address => 'ada@example.com', cost => 400, key => 'a', open => true, live => false)`,
  )
  expect(await balance()).toBe(600)
  await world.supabase.database.query(
    `update private.charges set charged_at = now() - interval '61 minutes'`,
  )
  await world.tick()
  expect(await balance()).toBe(1000)
})
