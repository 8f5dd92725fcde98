import type Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startStripeStandIn, type StripeStandIn } from '#local/stripe/index.ts'
import { connect, NOW_MS, refusal } from './client.ts'

const DAY_MS = 86_400_000
let clockMs = NOW_MS
let standIn: StripeStandIn
let stripe: Stripe

beforeAll(async () => {
  standIn = await startStripeStandIn({ now: () => clockMs })
  stripe = connect(standIn)
})
beforeEach(() => {
  clockMs = NOW_MS
  standIn.reset()
})
afterAll(() => standIn.close())

const typesOf = async (params?: Stripe.EventListParams) =>
  (await stripe.events.list(params)).data.map(({ type }) => type)

test('each change through the API is an event, newest first, stamped by its request', async () => {
  const { id, lastResponse } = await stripe.customers.create({ email: 'a@b.c', name: 'A' })
  await stripe.customers.update(id, { email: 'x@b.c', metadata: { plan: 'b' } })
  await stripe.customers.del(id)
  const { data } = await stripe.events.list()
  expect(data.map(({ type }) => type)).toEqual([
    'customer.deleted',
    'customer.updated',
    'customer.created',
  ])
  expect(data[1]?.data).toMatchObject({ object: { id, email: 'x@b.c', name: 'A' } })
  expect(data[1]?.data.previous_attributes).toEqual({ email: 'a@b.c', metadata: { plan: null } })
  expect(data[2]).toMatchObject({
    api_version: '2026-10-28.endive',
    request: { id: lastResponse.requestId, idempotency_key: expect.any(String) },
    data: { object: { email: 'a@b.c' } },
  })
  expect(data[2]?.data).not.toHaveProperty('previous_attributes')
})

test('what changes nothing, or happens silently, is no event', async () => {
  const { id } = standIn.createCustomer({ email: 'a@b.c' }, { silent: true })
  await stripe.customers.update(id, { email: 'a@b.c' })
  standIn.updateCustomer(id, { email: 'x@b.c' }, { silent: true })
  standIn.deleteCustomer(id, { silent: true })
  expect(standIn.events()).toEqual([])
})

test('a deleted customer is told whole or bare, as the control says', () => {
  const [one, two] = [standIn.createCustomer({ email: 'a@b.c' }), standIn.createCustomer()]
  standIn.deleteCustomer(one.id)
  expect(standIn.events()[0]?.data.object).toMatchObject({ id: one.id, email: 'a@b.c' })
  standIn.control({ deletedCustomerEvents: 'bare' })
  standIn.deleteCustomer(two.id)
  expect(standIn.events()[0]?.data.object).toEqual({
    id: two.id,
    object: 'customer',
    deleted: true,
  })
})

test('events are chosen by type, types and age', async () => {
  const { id } = standIn.createCustomer()
  clockMs += 10_000
  standIn.updateCustomer(id, { name: 'A' })
  standIn.createProduct({ name: 'Tea' })
  expect(await typesOf({ type: 'customer.created' })).toEqual(['customer.created'])
  expect(await typesOf({ type: 'customer.*' })).toEqual(['customer.updated', 'customer.created'])
  expect(await typesOf({ types: ['product.created', 'customer.created'] })).toEqual([
    'product.created',
    'customer.created',
  ])
  expect(await typesOf({ created: { gte: NOW_MS / 1000 + 10 } })).toEqual([
    'product.created',
    'customer.updated',
  ])
  const types = Array.from({ length: 21 }, (_, index) => `customer.${index}`)
  expect(await refusal(stripe.events.list({ types }))).toMatchObject({ param: 'types' })
})

test('a replay goes on after the last event seen', async () => {
  const { id } = standIn.createCustomer()
  const [seen] = standIn.events()
  for (const name of ['A', 'B', 'C']) standIn.updateCustomer(id, { name })
  const names = new Set<unknown>()
  for await (const { data } of stripe.events.list({ ending_before: seen!.id, limit: 2 })) {
    names.add((data.object as Stripe.Customer).name)
  }
  expect(names).toEqual(new Set(['A', 'B', 'C']))
})

test('after thirty days an event is gone, as entry, as object and as cursor', async () => {
  standIn.createCustomer()
  const [event] = standIn.events()
  clockMs += 30 * DAY_MS
  expect(await typesOf()).toEqual(['customer.created'])
  clockMs += 1_000
  expect(await typesOf()).toEqual([])
  expect((await refusal(stripe.events.retrieve(event!.id))).statusCode).toBe(404)
  for (const id of [event!.id, 'evt_none']) {
    expect(await refusal(stripe.events.list({ ending_before: id }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'ending_before',
    })
  }
})

test("a connected account's event carries its account", async () => {
  const object = standIn.createCustomer()
  const { id } = standIn.emitEvent({
    type: 'customer.created',
    data: { object },
    account: 'acct_1',
  })
  expect(await stripe.events.retrieve(id)).toMatchObject({ account: 'acct_1' })
})
