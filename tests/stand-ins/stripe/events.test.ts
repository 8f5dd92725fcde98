import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { now, refusal, useStandIn } from './stand-in.ts'

const own = useStandIn()
const typesOf = async (params?: Stripe.EventListParams) =>
  (await own.sdk.events.list(params)).data.map(({ type }) => type)

test('each change through the API is an event, newest first, stamped by its request', async () => {
  const { id, lastResponse } = await own.sdk.customers.create({ email: 'a@b.c', name: 'A' })
  await own.sdk.customers.update(id, { email: 'x@b.c', metadata: { plan: 'b' } })
  await own.sdk.customers.del(id)
  const { data } = await own.sdk.events.list()
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
  const { id } = own.stripe.createCustomer({ email: 'a@b.c' }, { silent: true })
  await own.sdk.customers.update(id, { email: 'a@b.c' })
  own.stripe.updateCustomer(id, { email: 'x@b.c' }, { silent: true })
  own.stripe.deleteCustomer(id, { silent: true })
  expect(own.stripe.events()).toEqual([])
})

test('the event of a deletion has the whole customer or only its id, as the control says', () => {
  const [one, two] = ['a@b.c', 'b@b.c'].map((email) => own.stripe.createCustomer({ email }).id)
  own.stripe.deleteCustomer(one!)
  expect(own.stripe.events()[0]?.data.object).toMatchObject({ id: one, email: 'a@b.c' })
  own.stripe.control({ deletedCustomerEvents: 'bare' })
  own.stripe.deleteCustomer(two!)
  const bare = { id: two, object: 'customer', deleted: true }
  expect(own.stripe.events()[0]?.data.object).toEqual(bare)
})

test('events are chosen by types and age, at most twenty types at a time', async () => {
  const { id } = own.stripe.createCustomer()
  own.pass(10)
  own.stripe.updateCustomer(id, { name: 'A' })
  own.stripe.createProduct({ name: 'Tea' })
  const some = ['product.created', 'customer.created']
  expect(await typesOf({ types: some })).toEqual(some)
  const created = { gte: now + 10 }
  expect(await typesOf({ created })).toEqual(['product.created', 'customer.updated'])
  const types = Array.from({ length: 21 }, (_, index) => `customer.${index}`)
  expect(await refusal(own.sdk.events.list({ types }))).toMatchObject({ param: 'types' })
})

test('a replay continues after the last event seen', async () => {
  const { id } = own.stripe.createCustomer()
  const [seen] = own.stripe.events()
  for (const name of ['A', 'B', 'C']) own.stripe.updateCustomer(id, { name })
  const names = new Set<unknown>()
  for await (const { data } of own.sdk.events.list({ ending_before: seen!.id, limit: 2 })) {
    names.add((data.object as Stripe.Customer).name)
  }
  expect(names).toEqual(new Set(['A', 'B', 'C']))
})

test('after thirty days an event is gone, as entry, as object and as cursor', async () => {
  own.stripe.createCustomer()
  const [event] = own.stripe.events()
  own.pass(30 * 86_400)
  expect(await typesOf()).toEqual(['customer.created'])
  own.pass(1)
  expect(await typesOf()).toEqual([])
  expect((await refusal(own.sdk.events.retrieve(event!.id))).statusCode).toBe(404)
  for (const id of [event!.id, 'evt_none']) {
    expect(await refusal(own.sdk.events.list({ ending_before: id }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'ending_before',
    })
  }
})
