import { beforeEach, expect, test } from 'vitest'
import { emptyWorld, frontendUrl } from '#tests/world.ts'
import type { World } from '#tests/world.ts'
import { createShop } from '#tests/doors/purchases.ts'
import { createCredits, withCredits } from '../../spend/credits.ts'
import type { Context } from '../../spend/credits.ts'

const ada = 'ada@example.com'

// Ada has credits and a plan. A stranger pays for a book of ten credits under her address.
let world: World
let token = ''
let bought = ''
beforeEach(async () => {
  world = await emptyWorld()
  const shop = createShop(world.stripe)
  world.stripe.updatePrice(shop.book.price, { metadata: { credits: '10' } })
  expect((await world.tick()).status).toBe(200)
  world.stripe.payCheckout(world.stripe.followLink(shop.proLink).id, { email: ada })
  await world.supabase.database.query(
    `select give_credits($1, 500, 'a test', 'a test', live => false)`,
    [ada],
  )
  const { id: session } = world.stripe.payCheckout(world.stripe.followLink(shop.bookLink).id, {
    email: ada,
  })
  const answer = await world.post('/api/purchase', { body: { session } })
  token = ((await answer.json()) as { token: string }).token
  bought = shop.book.product
  await world.stripe.settled()
})

function startApi() {
  const { url, secretKey } = world.supabase
  const credits = createCredits({ url, secretKey, site: frontendUrl, live: false })
  const told: Context[] = []
  const api = withCredits(
    async (_request, payer) => {
      told.push(payer)
      const { outcome } = await payer.charge(500, { allowDebt: true })
      return Response.json({ outcome })
    },
    { credits, price: 4 },
  )
  const ask = () => api(new Request(frontendUrl, { headers: { Authorization: `Bearer ${token}` } }))
  return { credits, told, ask }
}

test("whoever paid under somebody's address spends what they paid for, and nothing of hers", async () => {
  const { credits, told, ask } = startApi()
  const answer = await ask()
  expect([answer.status, answer.headers.get('X-Balance')]).toEqual([200, '6'])
  // Neither her credits nor her debt.
  expect(await answer.json()).toEqual({ outcome: 'credits_short' })
  const purchase = expect.stringMatching(/^cs_test_/) as string
  expect(told).toMatchObject([{ account: null, purchase, access: [bought], balance: 6 }])
  expect(JSON.stringify(told)).not.toContain(ada)
  expect((await ask()).headers.get('X-Balance')).toBe('2')

  const short = await ask()
  expect(short.status).toBe(402)
  expect(await short.json()).toMatchObject({ balance: 2, missing: 2, buy: `${frontendUrl}plans` })
  // Before she proves it: that ends the token.
  expect(await credits.of({ address: ada })).toMatchObject({ balance: 502 })
})

test('it ends when its address is proven', async () => {
  const { told, ask } = startApi()
  expect((await ask()).status).toBe(200)
  const proof = await world.tokenOf(ada)
  expect((await world.post('/api/me', { method: 'GET', token: proof })).status).toBe(200)
  expect((await ask()).status).toBe(401)
  expect(told).toHaveLength(1)
})
