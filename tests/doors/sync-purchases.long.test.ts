import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from './log-lines.ts'
import { createShop, purchasesOf } from './purchases.ts'

const log = listenToLog()

let world: World
let shop: ReturnType<typeof createShop>
beforeEach(async () => {
  world = await emptyWorld()
  shop = createShop(world.stripe)
  world.loseWebhooks()
})
const rows = () => purchasesOf(world)
const pay = (link: string, payer = {}) => {
  const { id } = world.stripe.followLink(link)
  return world.stripe.payCheckout(id, { email: 'ada@example.com', ...payer })
}
async function tick(): Promise<Record<string, unknown>> {
  const response = await world.tick()
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, unknown>
}
const nextDay = () =>
  world.supabase.database.query(`update sync_state set passed_at = passed_at - interval '25 hours'`)

/** As if the replay had read all events. */
async function skipEvents(): Promise<void> {
  const [newest] = world.stripe.events().toSorted((one, other) => other.created - one.created)
  await world.supabase.database.query(
    `update sync_state set event_id = $1, event_created_at = now() + interval '1 day' where subject = 'customers'`,
    [newest!.id],
  )
}

describe('with no webhook at all, the clock', () => {
  test('finds what was sold before the gateway was there', async () => {
    pay(shop.bookLink)
    pay(shop.proLink)
    expect(await tick()).toMatchObject({ off: [], isComplete: true })
    expect(await rows()).toMatchObject([
      { product: shop.book.product, until: 'infinity', address: 'ada@example.com' },
      { line: expect.stringMatching(/^il_/), until: null },
      { line: expect.stringMatching(/^si_/), status: 'active' },
    ])
  })

  test('reads what was sold since, by the event', async () => {
    await tick()
    pay(shop.bookLink)
    expect(await tick()).toMatchObject({ sold: 0 })
    expect(await rows()).toMatchObject([{ until: 'infinity' }])
  })

  test('takes access back after a refund that no event tells of', async () => {
    pay(shop.bookLink)
    await tick()
    world.stripe.refundCharge(world.stripe.charges()[0]!.id)
    await nextDay()
    await skipEvents()
    await tick()
    expect(await rows()).toMatchObject([{ until: null }])
  })

  test.each<[string, (charge: string) => unknown]>([
    ['refund', (charge) => world.stripe.refundCharge(charge)],
    ['dispute', (charge) => world.stripe.openDispute({ charge })],
  ])('takes access back after a %s of what was sold long ago', async (_, takeBack) => {
    const created = Math.floor(Date.now() / 1000) - 500 * 86_400
    const lines = [{ price: shop.book.price }]
    world.stripe.createSale({ email: 'ada@example.com', created, lines })
    await tick()
    expect(await rows()).toMatchObject([{ until: 'infinity' }])
    takeBack(world.stripe.charges()[0]!.id)
    await nextDay()
    await skipEvents()
    await tick()
    expect(await rows()).toMatchObject([{ until: null }])
  })

  test('resumes a pass where it was cut off', async () => {
    for (let count = 0; count < 3; count += 1) pay(shop.bookLink)
    await tick()
    await world.supabase.database.query(
      `update sync_state set passed_at = null, pass_stage = 'invoices', pass_began_at = now() where subject = 'purchases'`,
    )
    world.stripe.resetCalls()
    await tick()
    const lists = world.stripe.calls.map(({ path }) => path)
    expect(lists).toContain('/v1/invoices')
    expect(lists).not.toContain('/v1/checkout/sessions')
  })
})

describe('a key that may not see what was sold', () => {
  test('keeps the customers in step, and is told', async () => {
    const id = pay(shop.proLink).customer
    world.stripe.control({ revokedPermissions: ['rak_checkout_session_read'] })
    expect(await tick()).toMatchObject({ passed: 1, off: ['purchases'], isComplete: true })
    expect(await world.rows()).toMatchObject([{ stripe_customer_id: id }])
    expect(log.text()).toContain('"off":"purchases"')
  })

  test('lists it when the owner has added the row', async () => {
    pay(shop.bookLink)
    world.stripe.control({ revokedPermissions: ['rak_charge_read'] })
    await tick()
    expect(await rows()).toEqual([])
    world.stripe.control({ revokedPermissions: [] })
    expect(await tick()).toMatchObject({ off: [] })
    expect(await rows()).toMatchObject([{ until: 'infinity' }])
  })
})
