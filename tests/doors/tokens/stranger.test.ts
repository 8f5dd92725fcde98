import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DoorName } from '#server/needs.ts'
import { doors } from '#server/needs.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { buy, offer, orderOf } from '../checkout/shop-window.ts'
import { listenToLog } from '../log-lines.ts'
import { createShop } from '../purchases.ts'

listenToLog()
const ada = 'ada@example.com'

// Ada has a plan, a guest's order, a gift, and a token. A stranger pays for a book under her address.
let world: World
let shop: ReturnType<typeof createShop>
let session = ''
let token = ''
let secrets: string[] = []
let bought = ''
async function arrange(): Promise<void> {
  world = await emptyWorld()
  shop = createShop(world.stripe)
  world.stripe.updatePrice(shop.book.price, { metadata: { credits: '10' } })
  world.stripe.updatePrice(shop.pro.price, { metadata: { access: 'adas-plan' } })
  expect((await world.tick()).status).toBe(200)
  const own = world.stripe.payCheckout(world.stripe.followLink(shop.proLink).id, { email: ada })
  await world.stripe.settled()
  const [row] = await query<{ account: string; made: { token: string } }>(
    `select give_credits(address => $1, credits => 7770777, note => 'adas note', key => 'adas-key', live => false) ->> 'account' as account`,
    [ada],
  )
  await query(
    `select charge_credits(address => $1, cost => 7, key => 'adas-work', live => false)`,
    [ada],
  )
  const proof = await world.tokenOf(ada)
  const made = await world.post('/api/tokens', { token: proof, body: { name: 'adas agent' } })
  const adas = (await made.json()) as { id: string; token: string }
  secrets = [
    ada,
    row!.account,
    own.customer as string,
    own.subscription as string,
    'adas',
    '7770',
    adas.id,
    adas.token,
  ]

  session = world.stripe.payCheckout(world.stripe.followLink(shop.bookLink).id, { email: ada }).id
  bought = shop.book.product
  const { token: handed } = await comeBack()
  token = String(handed)
  await world.stripe.settled()
}

async function query<Row>(sql: string, params: unknown[] = []): Promise<Row[]> {
  return (await world.supabase.database.query<Row>(sql, params)).rows
}
async function comeBack(): Promise<Record<string, unknown>> {
  const response = await world.post('/api/purchase', { body: { session } })
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, unknown>
}

/** Nothing of Ada's is said, whatever is. */
function expectNothingOfHers(text: string): void {
  const said = text.replace(/"requestId":"[^"]*"/, '')
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
}

const tokensOfHers = async () =>
  (
    await query<{ many: number }>(
      `select count(*)::int as many from private.api_tokens where account_id is not null and ended_at is null`,
    )
  )[0]!.many

// What opens nothing leaves the world as it was: one is enough for all of them.
describe('a token paid for under somebody’s address', () => {
  beforeAll(arrange)

  test('is answered with its own purchase', async () => {
    const response = await world.post('/api/me', { method: 'GET', token })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      account: null,
      live: false,
      balance: 10,
      access: [bought],
      lots: [{ left: 10, endsAt: null }],
      buy: 'http://127.0.0.1:8888/plans',
    })
  })

  const asked: Record<DoorName, { method?: string; body?: () => unknown; status: number }[]> = {
    'portal-links': [
      { status: 401 },
      { body: () => ({ customer: secrets[2], flow: 'customer_update' }), status: 401 },
    ],
    invoices: [{ body: () => ({ customer: secrets[2] }), status: 401 }],
    orders: [{ body: () => ({}), status: 401 }],
    // As anybody's order: Stripe is told of nobody.
    checkout: [{ body: () => order(), status: 404 }],
    purchase: [{ body: () => ({ session }), status: 200 }],
    tokens: [
      { method: 'GET', status: 401 },
      { body: () => ({ name: 'mine' }), status: 401 },
      { body: () => ({ rotate: secrets[6] }), status: 401 },
      { method: 'DELETE', body: () => ({ id: secrets[6] }), status: 401 },
    ],
    me: [{ method: 'GET', status: 200 }],
    'stripe-webhook': [{ body: () => ({ type: 'customer.updated' }), status: 400 }],
    offers: [{ method: 'GET', status: 200 }],
    product: [{ method: 'GET', status: 404 }],
    health: [{ method: 'GET', status: 200 }],
    'sync-customers': [{ status: 200 }],
  }
  const order = () => ({ items: [{ price: shop.book.price }], key: 'of-the-stranger-1' })

  const table = Object.entries(asked).flatMap(([name, questions]) =>
    questions.map((question, at) => ({ name: name as DoorName, at, ...question })),
  )
  test.each(table)('opens nothing of theirs at $name ($at)', async ({ name, ...question }) => {
    const path = doors[name].path ?? `/.netlify/functions/${name}`
    const { method = 'POST', body } = question
    const response = await world.post(path, { method, token, body: body?.() })
    expect(response.status).toBe(question.status)
    expectNothingOfHers(await response.text())
    expect(await tokensOfHers()).toBe(1)
  })

  /** Every function and table of the Data API, with the public key and the token in place of a sign-in. */
  test('is no sign-in to the Data API', async () => {
    const functions = await query<{ name: string }>(
      `select distinct proname as name from pg_proc where pronamespace = 'public'::regnamespace`,
    )
    const paths = [
      ...functions.map(({ name }) => `rpc/${name}`),
      'stripe_customers',
      'stripe_prices',
      'sync_state',
    ]
    for (const path of paths) {
      const response = await fetch(`${world.supabase.url}/rest/v1/${path}`, {
        method: path.startsWith('rpc/') ? 'POST' : 'GET',
        headers: {
          apikey: world.supabase.publishableKey,
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
        },
        ...(path.startsWith('rpc/') && { body: '{}' }),
      })
      expect([path, response.status]).toEqual([path, 401])
      expectNothingOfHers(await response.text())
    }
  })
})

describe('a token paid for under somebody’s address', () => {
  beforeEach(arrange)

  /** Every function that a token may be given to, as the site's own back end calls it. */
  test.each<[string, () => Record<string, unknown>, Record<string, unknown>]>([
    [
      'account_of',
      () => ({ token }),
      { outcome: 'found', account: null, address: null, balance: 10 },
    ],
    [
      'charge_credits',
      () => ({ token, cost: 11, key: 'a' }),
      { outcome: 'credits_short', account: null, balance: 10 },
    ],
    [
      'charge_credits',
      () => ({ token, cost: 11, key: 'a', allow_debt: true }),
      { outcome: 'credits_short', account: null, balance: 10 },
    ],
    [
      'charge_credits',
      () => ({ token, cost: 7, key: 'adas-work' }),
      { outcome: 'charged', account: null, balance: 3 },
    ],
    [
      'settle_charge',
      () => ({ purchase: session, key: 'adas-work', final_cost: 0 }),
      { outcome: 'charge_unknown', account: null, balance: 10 },
    ],
  ])('reaches nothing of theirs through %s (%#)', async (name, args, answer) => {
    const given = { ...args(), live: false }
    const list = Object.keys(given).map((each, at) => `${each} => $${at + 1}`)
    const [row] = await query<{ told: unknown }>(
      `select ${name}(${list.join(', ')}) as told`,
      Object.values(given),
    )
    expect(row!.told).toMatchObject(answer)
    expectNothingOfHers(JSON.stringify(row!.told).replaceAll('adas-work', ''))
    const [hers] = await query<{ balance: number }>(
      `select (account_of(address => $1, live => false) ->> 'balance')::int as balance`,
      [ada],
    )
    // With the credits of the book, spent or not.
    expect([7_770_780, 7_770_773]).toContain(hers!.balance)
  })

  test('is handed out once: whoever asks again gets none', async () => {
    expect(await comeBack()).not.toHaveProperty('token')
    const answers = await Promise.all(Array.from({ length: 8 }, comeBack))
    expect(answers.filter((answer) => 'token' in answer)).toEqual([])
  })

  test.each<[string, () => Promise<unknown>]>([
    ['asks for links', async () => world.links({ email: ada })],
    [
      'asks what they have',
      async () => world.post('/api/me', { method: 'GET', token: await world.tokenOf(ada) }),
    ],
  ])('ends when the one who reads the mailbox %s', async (_, act) => {
    await act()
    const response = await world.post('/api/me', { method: 'GET', token })
    expect(response.status).toBe(401)
    expect(await comeBack()).not.toHaveProperty('token')
  })

  test('does not end when somebody else signs in', async () => {
    await world.links({ email: 'bob@example.com' })
    expect((await world.post('/api/me', { method: 'GET', token })).status).toBe(200)
  })
})

describe('no token is handed out', () => {
  beforeEach(arrange)

  const pay = (id: string) => world.stripe.payCheckout(id, { email: ada }).id
  const come = async (id: string) => {
    session = id
    return comeBack()
  }
  const order = async (more: Parameters<typeof orderOf>[1] = {}, proof?: string) => {
    const { price } = await offer(world, { unit_amount: 500 })
    return buy(world, orderOf(price, more), proof)
  }

  test('to whoever proved their address before the order', async () => {
    const id = pay(await order({}, await world.tokenOf(ada)))
    expect(await come(id)).toEqual({ status: 'paid', items: [expect.anything()] })
  })

  test('of an order for an account', async () => {
    const id = pay(await order({ for: secrets[1]! }))
    expect(await come(id)).toEqual({ status: 'paid', items: [expect.anything()] })
  })

  test('of one whose Payment Link names an account', async () => {
    const { id } = world.stripe.followLink(shop.bookLink, { reference: secrets[1] })
    pay(id)
    expect(await come(id)).not.toHaveProperty('token')
  })

  test.each(['bookLink', 'proLink'] as const)('after a refund of it all: %s', async (link) => {
    world.stripe.updatePrice(shop.pro.price, { metadata: { credits: '10' } })
    expect((await world.deliver(world.stripe.events()[0])).status).toBe(200)
    const known = new Set(world.stripe.charges().map(({ id }) => id))
    const { id } = world.stripe.followLink(shop[link])
    pay(id)
    const charge = world.stripe.charges().find((each) => !known.has(each.id))
    world.stripe.refundCharge(charge!.id)
    await world.stripe.settled()
    const answer = await come(id)
    expect(answer).toMatchObject({ status: 'paid' })
    expect(answer).not.toHaveProperty('token')
  })

  test('before it is paid', async () => {
    const { id } = world.stripe.followLink(shop.bookLink)
    expect(await come(id)).not.toHaveProperty('token')
    pay(id)
    expect(await come(id)).toHaveProperty('token')
  })
})

test('whoever orders through the page without a proof gets one', async () => {
  await arrange()
  const { price } = await offer(world, { unit_amount: 500 })
  session = await buy(world, orderOf(price))
  world.stripe.payCheckout(session, { email: 'new@example.com' })
  expect(await comeBack()).toHaveProperty('token')
})
