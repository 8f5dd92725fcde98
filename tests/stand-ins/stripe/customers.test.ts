import type Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startStripeStandIn, type StripeStandIn } from '#local/stripe/index.ts'
import { connect, NOW, NOW_MS, refusal } from './client.ts'

let standIn: StripeStandIn
let stripe: Stripe

beforeAll(async () => {
  standIn = await startStripeStandIn({ now: () => NOW_MS })
  stripe = connect(standIn)
})
beforeEach(() => standIn.reset())
afterAll(() => standIn.close())

const ids = (list: { data: { id: string }[] }) => list.data.map(({ id }) => id)

function seed(...seconds: number[]): string[] {
  return seconds.map((created) => standIn.createCustomer({ created }).id)
}

describe('one customer', () => {
  test('what was created is retrieved, with nested fields', async () => {
    const created = await stripe.customers.create({
      email: 'Ada@Example.com',
      name: 'Ada',
      metadata: { plan: 'a&b=c[0]' },
      address: { city: 'Rome' },
      preferred_locales: ['it', 'en'],
    })
    const customer = await stripe.customers.retrieve(created.id)
    expect(customer).toMatchObject({
      email: 'Ada@Example.com',
      metadata: { plan: 'a&b=c[0]' },
      address: { city: 'Rome', country: null },
      preferred_locales: ['it', 'en'],
      created: NOW,
      livemode: false,
    })
    expect(customer).not.toHaveProperty('subscriptions')
    expect(customer.lastResponse.requestId).toMatch(/^req_/)
  })

  test('an empty value unsets, a missing one keeps', async () => {
    const { id } = standIn.createCustomer({
      email: 'a@b.c',
      name: 'A',
      metadata: { x: '1', y: '2' },
    })
    await stripe.customers.update(id, { email: '', metadata: { x: '' } })
    expect(standIn.findCustomer(id)).toMatchObject({ email: null, name: 'A', metadata: { y: '2' } })
  })

  test('a deleted customer says so, and nothing else can be done with it', async () => {
    const { id } = standIn.createCustomer()
    expect(await stripe.customers.del(id)).toMatchObject({ id, deleted: true })
    expect(await stripe.customers.retrieve(id)).toEqual({ id, object: 'customer', deleted: true })
    expect(await refusal(stripe.customers.update(id, { name: 'B' }))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    })
  })

  test.each([
    ['an unknown id', 'cus_none', "No such customer: 'cus_none'"],
    ['an id with a slash', 'cus/none', "No such customer: 'cus/none'"],
  ])('%s is 404', async (_, id, message) => {
    const error = await refusal(stripe.customers.retrieve(id))
    expect(error).toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'id', message })
  })

  test('an unknown parameter and a bad address are refused by name', async () => {
    const unknown = stripe.customers.create({ emial: 'a@b.c' } as Stripe.CustomerCreateParams)
    expect(await refusal(unknown)).toMatchObject({ code: 'parameter_unknown', param: 'emial' })
    expect(await refusal(stripe.customers.create({ email: 'nobody' }))).toMatchObject({
      code: 'email_invalid',
    })
  })
})

describe('lists', () => {
  test('the newest come first, ten without a limit, and the pages meet', async () => {
    const created = seed(...Array.from({ length: 23 }, (_, index) => NOW - 100 + index))
    const first = await stripe.customers.list()
    expect(first).toMatchObject({ has_more: true, url: '/v1/customers' })
    expect(first.data).toHaveLength(10)
    const all: string[] = []
    for await (const { id } of stripe.customers.list({ limit: 7 })) all.push(id)
    expect(all).toEqual(created.toReversed())
  })

  test('customers of one second keep their order, and older ones seeded late find their place', async () => {
    const [a, b, c, d] = seed(NOW, NOW, NOW - 50, NOW - 50)
    expect(ids(await stripe.customers.list())).toEqual([b, a, d, c])
    expect(ids(await stripe.customers.list({ starting_after: a!, limit: 1 }))).toEqual([d])
    expect(ids(await stripe.customers.list({ ending_before: d!, limit: 1 }))).toEqual([a])
    expect(await stripe.customers.list({ ending_before: c!, limit: 2 })).toMatchObject({
      has_more: true,
      data: [{ id: a }, { id: d }],
    })
  })

  test.each<[string, Stripe.CustomerListParams, number[]]>([
    ['from', { created: { gte: 20 } }, [30, 20]],
    ['after', { created: { gt: 20 } }, [30]],
    ['until', { created: { lte: 20 } }, [20, 10]],
    ['before', { created: { lt: 20 } }, [10]],
    ['between', { created: { gt: 10, lt: 30 } }, [20]],
    ['exactly', { created: 20 }, [20]],
  ])('created %s', async (_, params, expected) => {
    seed(10, 20, 30)
    const { data } = await stripe.customers.list(params)
    expect(data.map(({ created }) => created)).toEqual(expected)
  })

  test('the address filter is exact and minds upper and lower case', async () => {
    for (const email of ['ada@b.c', 'Ada@b.c', 'ada@b.c', 'ada@b.cd'])
      standIn.createCustomer({ email })
    const list = await stripe.customers.list({ email: 'ada@b.c' })
    expect(list.data.map(({ email }) => email)).toEqual(['ada@b.c', 'ada@b.c'])
    expect((await stripe.customers.list({ email: 'ADA@b.c' })).data).toEqual([])
  })

  test('a changed address leaves the old filter and enters the new one', async () => {
    const [one, two] = [
      standIn.createCustomer({ email: 'a@b.c' }),
      standIn.createCustomer({ email: 'a@b.c' }),
    ]
    standIn.updateCustomer(one.id, { email: 'x@b.c' })
    standIn.deleteCustomer(two.id)
    expect((await stripe.customers.list({ email: 'a@b.c' })).data).toEqual([])
    expect(ids(await stripe.customers.list({ email: 'x@b.c' }))).toEqual([one.id])
  })

  test('a cursor dies with its customer, and a stranger never was one', async () => {
    const [gone] = seed(NOW, NOW + 1)
    standIn.deleteCustomer(gone!)
    for (const starting_after of [gone!, 'cus_none']) {
      expect(await refusal(stripe.customers.list({ starting_after }))).toMatchObject({
        statusCode: 400,
        code: 'resource_missing',
        param: 'starting_after',
      })
    }
  })

  test.each([0, 101])('a limit of %i is refused', async (limit) => {
    expect(await refusal(stripe.customers.list({ limit }))).toMatchObject({ param: 'limit' })
  })

  test('twenty thousand customers are paged without being walked through', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      created: index >> 8,
      email: `${index}@b.c`,
    }))
    expect(standIn.createCustomers(many, { silent: true })).toBe(20_000)
    const { data } = await stripe.customers.list({ limit: 100, created: { lte: 50 } })
    expect((await stripe.customers.list({ starting_after: data[99]!.id })).data).toHaveLength(10)
    expect((await stripe.customers.list({ email: '99@b.c' })).data).toHaveLength(1)
  })
})

describe('search', () => {
  test('finds every spelling, quoted either way, newest first', async () => {
    const found = ["o'neil@b.c", "O'Neil@B.C"].map((email) => standIn.createCustomer({ email }).id)
    for (const query of [`email:"o'neil@b.c"`, String.raw`email:'O\'NEIL@b.c'`]) {
      expect(ids(await stripe.customers.search({ query }))).toEqual(found.toReversed())
    }
  })

  test('pages by token', async () => {
    for (let index = 0; index < 3; index += 1) standIn.createCustomer({ email: 'a@b.c' })
    const found = await stripe.customers
      .search({ query: 'email:"a@b.c"', limit: 2 })
      .autoPagingToArray({ limit: 10 })
    expect(found).toHaveLength(3)
  })

  test('lags behind, and is missing in India', async () => {
    standIn.createCustomer({ email: 'a@b.c' })
    standIn.control({ searchLagSeconds: 60 })
    expect((await stripe.customers.search({ query: 'email:"a@b.c"' })).data).toEqual([])
    standIn.control({ searchUnavailable: true })
    expect(await refusal(stripe.customers.search({ query: 'email:"a@b.c"' }))).toMatchObject({
      statusCode: 400,
    })
  })
})

describe('keys', () => {
  test('live mode is another world, and says that test mode knows the customer', async () => {
    const { id } = standIn.createCustomer()
    const live = connect(standIn, 'rk_live_local')
    const error = await refusal(live.customers.retrieve(id))
    expect(error.message).toBe(
      `No such customer: '${id}'; a similar object exists in test mode, but a live mode key was used to make this request.`,
    )
    expect((await live.customers.list()).data).toEqual([])
    expect(standIn.live.createCustomer().livemode).toBe(true)
  })

  test('another account knows nothing of either', async () => {
    const { id } = standIn.createCustomer()
    const other = connect(standIn, 'sk_test_other')
    expect((await refusal(other.customers.retrieve(id))).message).toBe(`No such customer: '${id}'`)
    expect((await other.accounts.retrieveCurrent()).id).toBe('acct_other')
    expect((await stripe.accounts.retrieveCurrent()).id).toBe('acct_local')
  })

  test('any other key is 401, and is not repeated in full', async () => {
    const error = await refusal(connect(standIn, 'sk_test_0123456789').customers.list())
    expect(error).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' })
    expect(error.message).not.toContain('0123456789')
  })
})
