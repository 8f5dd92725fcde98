import { beforeEach, expect, test } from 'vitest'
import type { OrdersResponse } from '#server/contract/orders.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from './log-lines.ts'
import { expectNothingTold } from './nothing-told.ts'
import { expectRefused } from './present-token.ts'
import { callsOf } from './shop.ts'

const ada = 'ada@example.com'
const log = listenToLog()

let world: World
let cup: { price: string; quantity: number }
beforeEach(async () => {
  world = await emptyWorld()
  const product = world.stripe.createProduct({ name: 'Cup' }).id
  const price = { product, unit_amount: 1250, currency: 'eur', recurring: null }
  cup = { price: world.stripe.createPrice(price).id, quantity: 2 }
})

const ask = async (body: unknown = {}, email = ada) =>
  world.post('/api/orders', { token: await world.tokenOf(email), body })
const list = async (body?: unknown) => (await (await ask(body)).json()) as OrdersResponse
const buy = (email: string, more = {}) => world.stripe.createSale({ email, lines: [cup], ...more })

test('what was bought as a guest under the proven address is there, with its receipt', async () => {
  const { id } = buy(ada)
  buy('mallory@example.com')
  expect(await list()).toEqual({
    orders: [
      {
        number: expect.any(String),
        at: expect.stringMatching(/Z$/),
        total: { amountMinor: 2500, currency: 'eur' },
        refundedMinor: 0,
        lines: [
          {
            name: 'Cup',
            quantity: 2,
            amountMinor: 2500,
            product: expect.stringMatching(/^prod_/),
            source: id,
            line: expect.stringMatching(/^li_/),
            license: null,
            download: null,
          },
        ],
        receiptUrl: expect.stringContaining('/receipt/ch_'),
        invoiceUrl: null,
        shipping: null,
      },
    ],
    next: null,
  })
})

test("a refund shows, a customer's own purchase and an unpaid one don't, and it costs one call", async () => {
  // What rings asks Stripe as well.
  world.loseWebhooks()
  buy(ada)
  world.stripe.refundCharge(world.stripe.charges()[0]!.id, 1000)
  buy(ada, { customer: await world.knownCustomer(ada) })
  buy(ada, { payment_status: 'unpaid' })
  const before = callsOf(world).length
  expect((await list()).orders).toMatchObject([{ refundedMinor: 1000 }])
  expect(callsOf(world).slice(before)).toEqual(['GET /v1/checkout/sessions'])
})

test('more than fifty come page by page, and a cursor that is gone is said', async () => {
  for (let count = 0; count < 52; count += 1) buy(ada)
  const { orders, next } = await list()
  expect(orders).toHaveLength(50)
  expect(await list({ after: next })).toMatchObject({ orders: [{}, {}], next: null })
  for (const after of ['in_1', 'cs_gone', 7])
    await expectProblem(ask({ after }), 400, 'body_invalid')
})

test.each([
  ['rak_charge_read', { receiptUrl: null, refundedMinor: null, lines: [{ name: 'Cup' }] }],
  ['rak_payment_intent_read', { receiptUrl: null, refundedMinor: null, lines: [{ name: 'Cup' }] }],
  ['rak_invoice_read', { invoiceUrl: null, receiptUrl: expect.any(String) }],
])('without %s the order is there, and what is not known is null', async (permission, order) => {
  buy(ada)
  world.stripe.control({ revokedPermissions: [permission] })
  expect((await list()).orders).toMatchObject([order])
})

test('without the sessions themselves it says that it may not look, to nobody what is missing', async () => {
  world.stripe.control({ revokedPermissions: ['rak_checkout_session_read'] })
  const refused = await ask()
  expect(refused.status).toBe(503)
  expect(await expectNothingTold(world, log, refused)).toContain('permission_missing')
  expect(log.takeFaults()[0]?.reason).toContain('"rak_checkout_session_read"')
})

test('a stranger, and one whose sign-in proves nothing, is refused', async () => {
  await expectRefused(world, await world.post('/api/orders'), 'token_missing')
  const token = await world.supabase.mintToken({
    email: ada,
    amr: [{ method: 'password', timestamp: 1 }],
  })
  await expectRefused(world, await world.post('/api/orders', { token }), 'email_unproven')
})
