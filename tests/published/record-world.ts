import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { seedPeople } from '#local/seed.ts'
import { keys, openTerminal } from '#tests/cli/terminal/open-terminal.ts'
import { runCommand, worldVariables } from '#tests/cli/terminal/run-command.ts'
import { createShop } from '#tests/doors/purchases.ts'
import { offer } from '#tests/doors/checkout/shop-window.ts'
import { emptyWorld } from '#tests/world.ts'

const owner = 'owner@example.com'

/** Lets the clock, each of a visitor's doors, smoke and the audit of credits do their work. @returns what Stripe was asked */
export async function recordWorld() {
  const world = await emptyWorld()
  seedPeople(world.stripe, Math.floor(Date.now() / 1000))
  const shop = createShop(world.stripe)
  for (const { price } of [shop.pro, shop.book])
    world.stripe.updatePrice(price, { metadata: { credits: '10' } })
  expect((await world.tick()).status).toBe(200)
  const token = await world.tokenOf('ada@example.com')
  const { links } = await world.links({ token })
  const customer = links[0]?.customer
  expect((await world.post('/api/invoices', { token, body: { customer } })).status).toBe(200)
  expect((await world.post('/api/orders', { token, body: {} })).status).toBe(200)

  const order = async (price: string, headers: { token?: string }) => {
    const body = { items: [{ price }], locale: 'de', key: crypto.randomUUID() }
    expect((await world.post('/api/checkout', { body, ...headers })).status).toBe(200)
  }
  const { price } = await offer(world, { metadata: { trial_days: '14' } })
  const book = await offer(world, { recurring: null })
  await order(price, {})
  await order(price, { token })
  await order(book.price, { token })
  for (const { id } of world.stripe.checkoutSessions().slice(0, 1)) world.stripe.payCheckout(id)
  await order(book.price, { token })

  // What was sold since credits count: a payment, and a subscription's invoice; a part of each is refunded.
  for (const link of [shop.bookLink, shop.proLink])
    world.stripe.payCheckout(world.stripe.followLink(link).id, { email: 'ada@example.com' })
  await world.stripe.settled()
  for (const { id } of world.stripe.charges().slice(0, 2)) world.stripe.refundCharge(id, 100)
  await world.stripe.settled()
  const audit = await runCommand(['credits', 'audit'])
  expect(audit).toMatchObject({ code: 0, out: expect.stringContaining('bought: 2') as string })

  const folder = await mkdtemp(join(tmpdir(), 'portal-gateway-published-'))
  const env = {
    ...worldVariables(),
    STRIPE_API_KEY: 'rk_test_local',
    STRIPE_SETUP_KEY: world.stripe.apiKey,
    FRONTEND_URL: `${world.origin}/`,
  }
  const smoke = openTerminal({ args: ['smoke', '--email', owner], env, folder })
  await smoke.expect('paste it here')
  smoke.type(`${world.supabase.inbox.newestTo(owner)?.code}${keys.enter}`)
  const { code, text } = await smoke.ended
  expect(code, text).toBe(0)
  await rm(folder, { recursive: true, force: true })
  return [...world.stripe.calls]
}
