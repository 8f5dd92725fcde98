import { beforeEach, describe, expect, test } from 'vitest'
import { createShop, purchasesOf } from '#tests/doors/purchases.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'

const day = 86_400

let world: World
let shop: ReturnType<typeof createShop>
beforeEach(async () => {
  world = await emptyWorld()
  shop = createShop(world.stripe)
})

/** The names that somebody may use now, as the owner's back end asks. */
async function accessOf(address: string): Promise<string[]> {
  const { url, secretKey } = world.supabase
  const response = await fetch(`${url}/rest/v1/rpc/account_of`, {
    method: 'POST',
    headers: { apikey: secretKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ address, live: false }),
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as { access: string[] }).access
}

type Seed = Parameters<World['stripe']['createSubscription']>[0]

/** Subscribes and rings; from then on no webhook arrives, and the clock stands still. */
async function subscribe(fields: Omit<Seed, 'customer' | 'items'>): Promise<void> {
  const customer = world.stripe.createCustomer({ email: 'ada@example.com' }).id
  world.stripe.createSubscription({ customer, items: [{ price: shop.pro.price }], ...fields })
  await world.stripe.settled()
  world.loseWebhooks()
}

/** Seconds since 1970, so many days from now. */
const inDays = (days: number) => Math.floor(Date.now() / 1000) + Math.round(days * day)

describe('while nobody says how Stripe decided,', () => {
  test.each([
    [6.9, true],
    [7.1, false],
    [30, false],
  ])('a canceled plan whose period ended %d days ago is open: %s', async (ago, isOpen) => {
    const created = inDays(-ago - 29)
    await subscribe({ created, current_period_end: inDays(-ago), cancel_at_period_end: true })
    expect(await accessOf('ada@example.com')).toEqual(isOpen ? [shop.pro.product] : [])
  })

  test.each([
    [6.9, true],
    [7.1, false],
  ])('a plan that was not paid %d days into its period is open: %s', async (days, isOpen) => {
    await subscribe({ created: inDays(-days), status: 'past_due' })
    expect(await accessOf('ada@example.com')).toEqual(isOpen ? [shop.pro.product] : [])
  })

  test('what was sold once stays', async () => {
    const { id } = world.stripe.followLink(shop.bookLink)
    world.stripe.payCheckout(id, { email: 'ada@example.com' })
    await world.stripe.settled()
    world.loseWebhooks()
    expect(await accessOf('ada@example.com')).toEqual([shop.book.product])
  })
})

test.each(['void', 'keep_as_draft', 'mark_uncollectible'] as const)(
  'a plan whose collection is paused (%s) is open as its status says',
  async (behavior) => {
    await subscribe({ pause_collection: { behavior, resumes_at: null } })
    expect(await accessOf('ada@example.com')).toEqual([shop.pro.product])
  },
)

test('the invoice of what was paid once counts once, by its session', async () => {
  const { stripe } = world
  const lines = [{ price: shop.book.price, quantity: 1 }]
  const invoiced = { enabled: true, invoice_data: null }
  const { id: link } = stripe.createPaymentLink({
    lines,
    fields: { invoice_creation: invoiced as never },
  })
  const { id, invoice } = stripe.payCheckout(stripe.followLink(link).id, {
    email: 'ada@example.com',
  })
  await stripe.settled()
  expect(invoice).toMatch(/^in_/)
  expect(stripe.events().map(({ type }) => type)).toContain('invoice.paid')
  expect((await purchasesOf(world)).map(({ source }) => source)).toEqual([id])
  // Not by the pass either.
  await world.tick()
  expect((await purchasesOf(world)).map(({ source }) => source)).toEqual([id])
  stripe.refundCharge(stripe.charges()[0]!.id)
  await stripe.settled()
  expect(await accessOf('ada@example.com')).toEqual([])
})
