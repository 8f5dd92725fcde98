import { beforeEach, describe, expect, test } from 'vitest'
import type { PurchaseResponse } from '#server/contract/purchase.ts'
import { forgetGateway } from '#server/wiring.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from './log-lines.ts'
import { createShop, purchasesOf } from './purchases.ts'
import { callsOf } from './shop.ts'

const log = listenToLog()

let world: World
let shop: ReturnType<typeof createShop>
beforeEach(async () => {
  world = await emptyWorld()
  shop = createShop(world.stripe)
  // Whoever comes back is not kept waiting for a webhook.
  world.loseWebhooks()
  world.stripe.resetCalls()
})

const open = (link: string) => world.stripe.followLink(link).id
const pay = (link: string, payer = {}) => {
  const id = open(link)
  return world.stripe.payCheckout(id, { email: 'ada@example.com', ...payer })
}
const ask = (session: unknown, network: string = crypto.randomUUID()) =>
  world.post('/api/purchase', { body: { session }, headers: { 'x-test-network': network } })
async function come(session: string): Promise<PurchaseResponse> {
  const response = await ask(session)
  expect(response.status).toBe(200)
  return (await response.json()) as PurchaseResponse
}

describe('whoever comes back', () => {
  test('from a book sees what it opens, and it is recorded', async () => {
    const { id } = pay(shop.bookLink)
    expect(await come(id)).toEqual({
      status: 'paid',
      items: [{ name: 'Book', quantity: 1, access: [shop.book.product], credits: null }],
      token: expect.stringMatching(/^pg_test_[0-9A-Za-z]{38}$/),
    })
    expect(await purchasesOf(world)).toMatchObject([
      { source: id, address: 'ada@example.com', until: 'infinity' },
    ])
  })

  test('from a link that names an account is told the end of it, whoever paid', async () => {
    const { rows } = await world.supabase.database.query<{ account: string }>(
      `select give_credits(address => 'friend@example.com', credits => 1, note => '', key => 'a', live => false) ->> 'account' as account`,
    )
    const { account } = rows[0]!
    const { id } = world.stripe.followLink(shop.bookLink, { reference: account })
    world.stripe.payCheckout(id, { email: 'ada@example.com' })
    const told = await come(id)
    expect(told).toMatchObject({ status: 'paid', countsFor: account.slice(-4) })
    expect(told).not.toHaveProperty('token')
    expect(JSON.stringify(told)).not.toContain(account)
    const unknown = world.stripe.followLink(shop.bookLink, { reference: crypto.randomUUID() }).id
    world.stripe.payCheckout(unknown, { email: 'ada@example.com' })
    expect(await come(unknown)).not.toHaveProperty('countsFor')
  })

  test('from a plan too, with its customer, its invoice and its prices, by one call of Stripe and one of the database', async () => {
    world.stripe.updatePrice(shop.pro.price, { metadata: { access: 'pro,export' } })
    const { id } = pay(shop.proLink)
    world.supabase.resetCalls()
    expect(await come(id)).toEqual({
      status: 'paid',
      items: [{ name: 'Pro', quantity: 1, access: ['export', 'pro'], credits: null }],
      token: expect.stringMatching(/^pg_test_/),
    })
    expect(callsOf(world)).toEqual([`GET /v1/checkout/sessions/${id}`])
    expect(world.supabase.calls.map(({ path }) => path)).toEqual(['/rest/v1/rpc/record_return'])
    expect(await purchasesOf(world)).toMatchObject([
      { line: expect.stringMatching(/^il_/), address: 'ada@example.com' },
      { line: expect.stringMatching(/^si_/), status: 'active', address: 'ada@example.com' },
    ])
    expect(await world.rows()).toMatchObject([{ email: 'ada@example.com' }])
  })

  test('twice is told the same, and records nothing twice', async () => {
    const { id } = pay(shop.proLink)
    const { token, ...first } = await come(id)
    expect(token).toBeDefined()
    expect(await come(id)).toEqual(first)
    expect(await purchasesOf(world)).toHaveLength(2)
  })

  test('again after a refund that nobody rang for: what is answered is recorded', async () => {
    const { id } = pay(shop.bookLink)
    await come(id)
    world.stripe.refundCharge(world.stripe.charges()[0]!.id)
    expect(await come(id)).toMatchObject({ status: 'paid', items: [{ access: [] }] })
    expect(await purchasesOf(world)).toMatchObject([{ until: null }])
  })

  test('again when the table says the same costs one call of Stripe and one of the database', async () => {
    const { id } = pay(shop.proLink)
    await come(id)
    world.stripe.resetCalls()
    world.supabase.resetCalls()
    await come(id)
    expect(callsOf(world)).toHaveLength(1)
    expect(world.supabase.calls).toHaveLength(1)
  })

  test('before paying, and after the session has ended', async () => {
    const id = open(shop.bookLink)
    expect(await come(id)).toEqual({
      status: 'open',
      items: [{ name: 'Book', quantity: 1, access: [], credits: null }],
    })
    world.stripe.expireCheckout(id)
    expect(await come(id)).toMatchObject({ status: 'expired' })
    expect(await purchasesOf(world)).toEqual([])
  })

  test('while a bank takes its time, and when it is done', async () => {
    const { id, payment_intent: intent } = pay(shop.bookLink, { method: 'bank' })
    expect(await come(id)).toMatchObject({ status: 'processing', items: [{ access: [] }] })
    expect(await purchasesOf(world)).toEqual([])
    world.stripe.settlePayment(intent as string, 'succeeds')
    expect(await come(id)).toMatchObject({
      status: 'paid',
      items: [{ access: [shop.book.product] }],
    })
  })

  test('after the bank has refused: this order can be paid no more', async () => {
    const { id, payment_intent: intent } = pay(shop.bookLink, { method: 'bank' })
    world.stripe.settlePayment(intent as string, 'fails')
    expect(await come(id)).toMatchObject({ status: 'expired', items: [{ access: [] }] })
    expect(await purchasesOf(world)).toEqual([])
  })

  describe('to a plan that a bank pays', () => {
    const settle = (outcome: 'succeeds' | 'fails') =>
      world.stripe.settlePayment(world.stripe.charges()[0]!.payment_intent as string, outcome)

    test('while that takes its time, and when it is done', async () => {
      const { id } = pay(shop.proLink, { method: 'bank' })
      expect(await come(id)).toMatchObject({ status: 'processing', items: [{ access: [] }] })
      settle('succeeds')
      expect(await come(id)).toMatchObject({
        status: 'paid',
        items: [{ access: [shop.pro.product] }],
      })
    })

    test('after the bank has refused: not paid yet, and paid when the invoice is', async () => {
      const { id, invoice } = pay(shop.proLink, { method: 'bank' })
      settle('fails')
      expect(await come(id)).toMatchObject({ status: 'open', items: [{ access: [] }] })
      world.stripe.payElsewhere(invoice as string)
      expect(await come(id)).toMatchObject({
        status: 'paid',
        items: [{ access: [shop.pro.product] }],
      })
    })

    test('after it has ended unpaid: it can be paid no more', async () => {
      const { id, subscription } = pay(shop.proLink, { method: 'bank' })
      settle('fails')
      world.stripe.cancelSubscription(subscription as string)
      expect(await come(id)).toMatchObject({ status: 'expired' })
    })
  })

  test('after a refund of it all: paid, and it opens nothing', async () => {
    const { id } = pay(shop.bookLink)
    world.stripe.refundCharge(world.stripe.charges()[0]!.id)
    expect(await come(id)).toMatchObject({ status: 'paid', items: [{ access: [] }] })
  })
})

describe('an hour after the payment', () => {
  test.each(['bookLink', 'proLink'] as const)('it is over: %s', async (link) => {
    const { id } = pay(shop[link])
    await come(id)
    const spoken = Date.now
    try {
      Date.now = () => spoken() + 3_601_000
      forgetGateway()
      await expectProblem(ask(id), 410, 'session_expired')
    } finally {
      Date.now = spoken
    }
  })
})

describe('nothing is opened by', () => {
  const known = () => pay(shop.bookLink).id

  test.each<[string, (id: string) => unknown, number, string]>([
    ['an id that Stripe does not know', (id) => `${id}x`, 404, 'session_unknown'],
    ['the other mode', (id) => id.replace('_test_', '_live_'), 404, 'session_unknown'],
    ['another kind of id', () => 'sub_1', 404, 'session_unknown'],
    ['a path', (id) => `../customers/${id}`, 404, 'session_unknown'],
    ['a query', (id) => `${id}?expand[]=customer`, 404, 'session_unknown'],
    ['SQL', () => "cs_test_' or true --", 404, 'session_unknown'],
    ['a very long id', () => `cs_test_${'a'.repeat(300)}`, 404, 'session_unknown'],
    ['no id', () => undefined, 400, 'body_invalid'],
    ['a list of ids', (id) => [id], 400, 'body_invalid'],
    ['an object', () => ({ $ne: null }), 400, 'body_invalid'],
  ])('%s', async (_, make, status, code) => {
    await expectProblem(ask(make(known())), status, code)
    expect(await purchasesOf(world)).toEqual([])
  })

  test('a session of another account of Stripe', async () => {
    const id = known()
    process.env.STRIPE_API_KEY = 'sk_test_other'
    forgetGateway()
    await expectProblem(ask(id), 404, 'session_unknown')
  })

  test('ids by the thousand: each is asked for once, and after sixty a minute none', async () => {
    const tries = (from: number) =>
      Array.from({ length: 20 }, (_, at) => ask(`cs_test_${from + at}`, '192.0.2.1'))
    for (const from of [0, 20, 40]) await Promise.all(tries(from))
    const asked = callsOf(world).length
    expect(asked).toBe(60)
    const { status, headers } = await ask('cs_test_60', '192.0.2.1')
    expect([status, headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)])
    expect(callsOf(world)).toHaveLength(asked)
    // Nobody else waits for it.
    await expectProblem(ask('cs_test_60', '192.0.2.2'), 404, 'session_unknown')
  })

  test('the same id again: Stripe is not asked for ten seconds', async () => {
    await expectProblem(ask('cs_test_1'), 404, 'session_unknown')
    await expectProblem(ask('cs_test_1'), 404, 'session_unknown')
    expect(callsOf(world)).toHaveLength(1)
  })
})

describe('paying under a typed address tells nothing of whom it belongs to', () => {
  test('neither address, account, balance nor what else they have', async () => {
    const own = pay(shop.proLink)
    await come(own.id)
    const { id } = pay(shop.bookLink)
    const text = await (await ask(id)).text()
    for (const secret of ['ada', own.customer as string, shop.pro.product, 'account', 'balance'])
      expect(text).not.toContain(secret)
  })
})

describe('where a permission is missing', () => {
  test.each(['rak_charge_read', 'rak_payment_intent_read'])(
    'a sale without its refunds is not answered: %s',
    async (permission) => {
      const { id } = pay(shop.bookLink)
      world.stripe.control({ revokedPermissions: [permission] })
      await expectProblem(ask(id), 503, 'permission_missing')
      expect(log.takeFaults()).toMatchObject([{ code: 'permission_missing' }])
    },
  )

  test.each(['rak_product_read', 'rak_customer_read', 'rak_subscription_read', 'rak_invoice_read'])(
    'the rest is answered: %s',
    async (permission) => {
      const { id } = pay(shop.proLink)
      world.stripe.control({ revokedPermissions: [permission] })
      expect(await come(id)).toMatchObject({ status: 'paid', items: [{ name: 'Pro' }] })
    },
  )
})
