import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { now, refusal, useStandIn } from './stand-in.ts'

const own = useStandIn()
const ids = (list: { data: { id: string }[] }) => list.data.map(({ id }) => id)
const seed = (...seconds: number[]) =>
  seconds.map((created) => own.stripe.createCustomer({ created }).id)

describe('a customer', () => {
  test('is found as it was made', async () => {
    const email = 'Ada@Example.com'
    const fields = { email, name: 'Ada', description: 'first', metadata: { plan: 'a' } }
    const { id } = await own.sdk.customers.create(fields)
    const customer = await own.sdk.customers.retrieve(id)
    expect(customer).toMatchObject({ ...fields, created: now, livemode: false })
    expect(customer).not.toHaveProperty('subscriptions')
  })

  test('loses what is sent empty, and keeps what is not sent', async () => {
    const metadata = { x: '1', y: '2' }
    const { id } = own.stripe.createCustomer({ email: 'a@b.c', name: 'A', metadata })
    await own.sdk.customers.update(id, { email: '', metadata: { x: '' } })
    expect(own.stripe.findCustomer(id)).toMatchObject({
      email: null,
      name: 'A',
      metadata: { y: '2' },
    })
  })

  test('that was deleted says so, and nothing else can be done with it', async () => {
    const { id } = own.stripe.createCustomer()
    expect(await own.sdk.customers.del(id)).toMatchObject({ id, deleted: true })
    expect(await own.sdk.customers.retrieve(id)).toEqual({ id, object: 'customer', deleted: true })
    const error = await refusal(own.sdk.customers.update(id, { name: 'B' }))
    expect(error).toMatchObject({ statusCode: 404, code: 'resource_missing' })
  })

  test.each<[string, () => Promise<unknown>, object]>([
    [
      'an unknown id',
      () => own.sdk.customers.retrieve('cus_none'),
      { statusCode: 404, code: 'resource_missing', message: "No such customer: 'cus_none'" },
    ],
    [
      'an id with a slash',
      () => own.sdk.customers.retrieve('cus/none'),
      { statusCode: 404, code: 'resource_missing', message: "No such customer: 'cus/none'" },
    ],
    [
      'an unknown parameter',
      () => own.sdk.customers.create({ emial: 'a@b.c' } as Stripe.CustomerCreateParams),
      { statusCode: 400, code: 'parameter_unknown', param: 'emial' },
    ],
    [
      'an address without a host',
      () => own.sdk.customers.create({ email: 'nobody' }),
      { statusCode: 400, code: 'email_invalid', param: 'email' },
    ],
  ])('is refused by name for %s', async (_, call, expected) => {
    expect(await refusal(call())).toMatchObject(expected)
  })
})

describe('a list', () => {
  test('begins with the newest, has ten without a limit, and its pages meet', async () => {
    const created = seed(...Array.from({ length: 23 }, (_, index) => now - 100 + index))
    const first = await own.sdk.customers.list()
    expect(first).toMatchObject({ has_more: true, url: '/v1/customers' })
    expect(first.data).toHaveLength(10)
    const all: string[] = []
    for await (const { id } of own.sdk.customers.list({ limit: 7 })) all.push(id)
    expect(all).toEqual(created.toReversed())
  })

  test('keeps the order within a second, and older ones that were made late find their place', async () => {
    const [a, b, c, d] = seed(now, now, now - 50, now - 50)
    expect(ids(await own.sdk.customers.list())).toEqual([b, a, d, c])
    expect(ids(await own.sdk.customers.list({ starting_after: a!, limit: 1 }))).toEqual([d])
    expect(ids(await own.sdk.customers.list({ ending_before: d!, limit: 1 }))).toEqual([a])
    expect(await own.sdk.customers.list({ ending_before: c!, limit: 2 })).toMatchObject({
      has_more: true,
      data: [{ id: a }, { id: d }],
    })
  })

  test.each<[NonNullable<Stripe.CustomerListParams['created']>, number[]]>([
    [{ gte: 20 }, [30, 20]],
    [{ gt: 20 }, [30]],
    [{ lte: 20 }, [20, 10]],
    [{ lt: 20 }, [10]],
    [{ gt: 10, lt: 30 }, [20]],
    [20, [20]],
  ])('of those created %j is %j', async (created, expected) => {
    seed(10, 20, 30)
    const { data } = await own.sdk.customers.list({ created })
    expect(data.map((customer) => customer.created)).toEqual(expected)
  })

  test('by address is exact, with upper and lower case apart', async () => {
    for (const email of ['ada@b.c', 'Ada@b.c', 'ada@b.c', 'ada@b.cd'])
      own.stripe.createCustomer({ email })
    const list = await own.sdk.customers.list({ email: 'ada@b.c' })
    expect(list.data.map(({ email }) => email)).toEqual(['ada@b.c', 'ada@b.c'])
    expect((await own.sdk.customers.list({ email: 'ADA@b.c' })).data).toEqual([])
  })

  test('by address follows a change at once', async () => {
    const [one, two] = ['a@b.c', 'a@b.c'].map((email) => own.stripe.createCustomer({ email }).id)
    own.stripe.updateCustomer(one!, { email: 'x@b.c' })
    own.stripe.deleteCustomer(two!)
    expect((await own.sdk.customers.list({ email: 'a@b.c' })).data).toEqual([])
    expect(ids(await own.sdk.customers.list({ email: 'x@b.c' }))).toEqual([one])
  })

  test('loses a cursor with its customer, and refuses one that never was', async () => {
    const [gone] = seed(now, now + 1)
    own.stripe.deleteCustomer(gone!)
    for (const starting_after of [gone!, 'cus_none']) {
      expect(await refusal(own.sdk.customers.list({ starting_after }))).toMatchObject({
        statusCode: 400,
        code: 'resource_missing',
        param: 'starting_after',
      })
    }
  })

  test.each([0, 101])('with a limit of %i is refused', async (limit) => {
    expect(await refusal(own.sdk.customers.list({ limit }))).toMatchObject({ param: 'limit' })
  })
})

describe('the search', () => {
  test('finds every spelling, quoted either way, newest first', async () => {
    const found = ["o'neil@b.c", "O'Neil@B.C"].map(
      (email) => own.stripe.createCustomer({ email }).id,
    )
    for (const query of [`email:"o'neil@b.c"`, String.raw`email:'O\'NEIL@b.c'`]) {
      expect(ids(await own.sdk.customers.search({ query }))).toEqual(found.toReversed())
    }
  })

  test('is not for merchants in India', async () => {
    own.stripe.control({ searchUnavailable: true })
    const error = await refusal(own.sdk.customers.search({ query: 'email:"a@b.c"' }))
    expect(error.statusCode).toBe(400)
  })
})
