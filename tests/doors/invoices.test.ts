import { beforeEach, describe, expect, test } from 'vitest'
import type { InvoicesResponse } from '#server/contract/invoices.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from './log-lines.ts'
import { expectNothingTold } from './nothing-told.ts'
import { expectRefused } from './present-token.ts'
import { callsOf, subscribe } from './shop.ts'

const ada = 'ada@example.com'
const log = listenToLog()

let world: World
let customer: string
beforeEach(async () => {
  world = await emptyWorld()
  customer = await world.knownCustomer(ada)
})

const ask = async (body: unknown, email = ada) =>
  world.post('/api/invoices', { token: await world.tokenOf(email), body })
const list = async (body: unknown) => (await (await ask(body)).json()) as InvoicesResponse

test('a customer under the proven address has its invoices, newest first, with their pages', async () => {
  subscribe(world, customer)
  subscribe(world, customer, [{ unit_amount: 500 }], { status: 'past_due' })
  const { invoices, next } = await list({ customer })
  expect(next).toBe(null)
  expect(invoices).toMatchObject([
    { amountMinor: 500, currency: 'eur', status: 'open', at: expect.stringMatching(/^2.*Z$/) },
    { amountMinor: 2900, currency: 'eur', status: 'paid', number: expect.any(String) },
  ])
  for (const { pageUrl } of invoices) expect(pageUrl).toMatch(/\/invoice\/in_/)
})

test('more than twenty come page by page, each once', async () => {
  for (let count = 0; count < 23; count += 1) subscribe(world, customer)
  const first = await list({ customer })
  const second = await list({ customer, after: first.next })
  expect([first.invoices.length, second.invoices.length, second.next]).toEqual([20, 3, null])
  const pages = [...first.invoices, ...second.invoices].map(({ pageUrl }) => pageUrl)
  expect(new Set(pages).size).toBe(23)
})

test('one look costs two calls to Stripe, made at once', async () => {
  // What rings asks Stripe as well.
  world.loseWebhooks()
  subscribe(world, customer)
  const before = callsOf(world).length
  await list({ customer })
  expect(callsOf(world).slice(before).sort()).toEqual([
    'GET /v1/customers/' + customer,
    'GET /v1/invoices',
  ])
})

describe('nobody sees the invoices of', () => {
  test("another address's customer", async () => {
    await expectProblem(ask({ customer }, 'mallory@example.com'), 404, 'customer_not_yours')
    expect(callsOf(world)).toEqual([])
  })

  test('a customer that Stripe no longer places under the address, whatever the table says', async () => {
    world.loseWebhooks()
    world.stripe.updateCustomer(customer, { email: 'new@example.com' })
    await expectProblem(ask({ customer }), 404, 'customer_not_yours')
  })

  test('a deleted customer, or one that is none', async () => {
    world.stripe.deleteCustomer(customer, { silent: true })
    for (const id of [customer, 'cus_none', 'gcus_1', ''])
      await expectProblem(ask({ customer: id }), 404, 'customer_not_yours')
  })

  test('anyone, without a sign-in', async () => {
    await expectRefused(world, await world.post('/api/invoices', { body: {} }), 'token_missing')
  })
})

test.each<[unknown, number, string]>([
  [{}, 400, 'body_invalid'],
  [{ customer: 7 }, 400, 'body_invalid'],
  ['[', 400, 'body_invalid'],
  [{ customer: 'own', after: 'cus_1' }, 400, 'body_invalid'],
  [{ customer: 'own', after: 'in_gone' }, 400, 'body_invalid'],
])('a body of %j is refused by name', async (body, status, code) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body).replace('own', customer)
  await expectProblem(ask(text), status, code)
})

test('a key without the permission says so to the owner only, and Stripe out of order is no empty list', async () => {
  world.stripe.control({ revokedPermissions: ['rak_invoice_read'] })
  const refused = await ask({ customer })
  expect(refused.status).toBe(503)
  expect(await expectNothingTold(world, log, refused)).toContain('permission_missing')
  expect(log.takeFaults()[0]?.reason).toContain('"rak_invoice_read"')
  world.stripe.control({ revokedPermissions: [], faults: [{ path: '^/v1/invoices', status: 500 }] })
  await expectProblem(ask({ customer }), 502, 'stripe_unavailable')
  expect(log.takeFaults()).toHaveLength(1)
})

test('all doors that ask Stripe about an address share its budget', async () => {
  const token = await world.tokenOf(ada)
  await world.supabase.database.query(
    'insert into private.link_requests (address, window_started_at, requests) values ($1, now(), 119)',
    [ada],
  )
  expect((await world.post('/api/invoices', { token, body: { customer } })).status).toBe(200)
  for (const path of ['/api/invoices', '/api/orders', '/api/portal-links'])
    await expectProblem(world.post(path, { token, body: { customer } }), 429, 'rate_limited')
})
