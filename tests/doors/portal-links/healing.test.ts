import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld, expectProblem } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { callsOf, subscribe } from '../shop.ts'

const [ada, eve] = ['ada@example.com', 'eve@example.com']
listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

const customersOf = async (email: string) =>
  (await world.links({ email })).links.map(({ customer }) => customer)

async function expectNotYours(email: string, body: { customer: string; flow?: string }) {
  const token = await world.tokenOf(email)
  await expectProblem(world.askForLinks(token, body), 404, 'customer_not_yours')
}

describe('a customer whose webhook was lost', () => {
  beforeEach(() => world.loseWebhooks())

  test('appears at once, and is recorded', async () => {
    const { id } = world.stripe.createCustomer({ email: ada })
    const { links } = await world.links({ email: ada })
    expect(links).toMatchObject([{ customer: id, url: expect.stringContaining('/portal/') }])
    expect(await world.rows()).toEqual([
      { stripe_customer_id: id, email: ada, address: ada, livemode: false, deleted: false },
    ])
  })

  test.each([
    ['in the proven spelling', ada],
    ['that only the search finds', 'ADA@Example.com'],
  ])('says at once what was bought: %s', async (_, spelling) => {
    subscribe(world, world.stripe.createCustomer({ email: spelling }).id)
    const { links } = await world.links({ email: ada })
    expect(links).toMatchObject([{ subscriptions: [{ product: 'Studio', status: 'active' }] }])
  })

  test('appears beside those that are known', async () => {
    await world.plantRow('cus_known', ada)
    world.stripe.createCustomer({ id: 'cus_known', email: ada })
    world.stripe.createCustomer({ id: 'cus_lost', email: ada })
    expect((await customersOf(ada)).sort()).toEqual(['cus_known', 'cus_lost'])
  })

  test('is not healed twice', async () => {
    world.stripe.createCustomer({ email: ada })
    await world.links({ email: ada })
    world.supabase.resetCalls()
    await world.links({ email: ada })
    const paths = world.supabase.calls.map(({ path }) => path)
    expect(paths).not.toContain('/rest/v1/rpc/record_customers')
  })

  test('is found in a spelling that neither the rows nor the list know', async () => {
    const { id } = world.stripe.createCustomer({ email: 'ADA@Example.com' })
    expect(await customersOf(ada)).toEqual([id])
    expect(await world.rowOf(id)).toMatchObject({ email: 'ADA@Example.com', address: ada })
  })

  test('is not found in such a spelling if Stripe offers no search, and that is no error', async () => {
    world.stripe.createCustomer({ email: 'ADA@Example.com' })
    world.stripe.control({ searchUnavailable: true })
    expect(await customersOf(ada)).toEqual([])
    expect(await world.rows()).toEqual([])
  })

  test('is not found by a search that folds more than we do', async () => {
    world.stripe.createCustomer({ email: '\u212aurt@example.com' })
    expect(await customersOf('kurt@example.com')).toEqual([])
    expect(await world.rows()).toEqual([])
  })

  test('of the other mode stays out', async () => {
    world.stripe.live.createCustomer({ email: ada })
    expect(await customersOf(ada)).toEqual([])
    expect(await world.rows()).toEqual([])
  })
})

describe('a customer that moved to another address, its webhook lost', () => {
  let id: string
  beforeEach(async () => {
    id = await world.knownCustomer(ada)
    world.loseWebhooks()
    world.stripe.updateCustomer(id, { email: eve })
    expect(await world.rowOf(id)).toMatchObject({ address: ada })
  })

  test('is out of reach of the old address, in the list and by its id, and the row is corrected', async () => {
    await expectNotYours(ada, { customer: id })
    expect(await world.rowOf(id)).toMatchObject({ address: eve })
    expect(await customersOf(ada)).toEqual([])
  })

  test('is found by the new address', async () => {
    expect(await customersOf(eve)).toEqual([id])
    expect(await world.rowOf(id)).toMatchObject({ address: eve })
    expect(await customersOf(ada)).toEqual([])
  })

  test('does not hide the other customers of the old address', async () => {
    const other = world.stripe.createCustomer({ email: ada })
    expect(await customersOf(ada)).toEqual([other.id])
  })
})

test.each<[string, (id: string) => void, string[], object]>([
  [
    'merely changed its spelling stays',
    (id) => world.stripe.updateCustomer(id, { email: 'Ada@Example.com' }),
    ['cus_1'],
    { email: 'Ada@Example.com', address: ada },
  ],
  [
    'lost its address is out of reach',
    (id) => world.stripe.updateCustomer(id, { email: null }),
    [],
    { email: null, deleted: false },
  ],
  [
    'was deleted gets no link, and leaves a tombstone',
    (id) => world.stripe.deleteCustomer(id),
    [],
    { email: null, deleted: true },
  ],
])('a customer that %s, its webhook lost', async (_, change, seen, row) => {
  world.stripe.createCustomer({ id: 'cus_1', email: ada }, { silent: true })
  await world.plantRow('cus_1', ada)
  world.loseWebhooks()
  change('cus_1')
  if (seen.length === 0) await expectNotYours(ada, { customer: 'cus_1' })
  expect(await customersOf(ada)).toEqual(seen)
  expect(await world.rowOf('cus_1')).toMatchObject(row)
})

test('a row that Stripe does not know gives no link and is left alone', async () => {
  await world.plantRow('cus_ofanotheraccount', ada)
  expect(await customersOf(ada)).toEqual([])
  await expectNotYours(ada, { customer: 'cus_ofanotheraccount' })
  expect(await world.rowOf('cus_ofanotheraccount')).toMatchObject({ email: ada, deleted: false })
})

test('healing writes, it never grants: without row-level security there is no link', async () => {
  world.loseWebhooks()
  const { id } = world.stripe.createCustomer({ email: ada })
  // The gateway takes the token; the database, which says so again, does not.
  await world.supabase.database.exec(
    `create policy "nobody, for a test" on stripe_customers as restrictive to authenticated using (false)`,
  )
  try {
    expect(await customersOf(ada)).toEqual([])
    expect(await world.rowOf(id)).toMatchObject({ address: ada })
    await expectNotYours(ada, { customer: id })
  } finally {
    await world.supabase.database.exec(`drop policy "nobody, for a test" on stripe_customers`)
  }
})

describe('an id that is not under the address', () => {
  const live = 'cus_oflivemode'
  let foreign: string
  beforeEach(async () => {
    await world.knownCustomer(ada)
    foreign = await world.knownCustomer(eve)
    world.stripe.live.createCustomer({ id: live, email: ada })
    await world.plantRow(live, ada, true)
  })

  // That they all look alike: tests/security/indistinguishable.test.ts.
  test('opens nothing, costs no call, and is in no list', async () => {
    expect(await customersOf(ada)).not.toContain(live)
    const sessions = world.stripe.sessions().length
    world.stripe.resetCalls()
    for (const customer of [foreign, live, '../customers', `${foreign}/`]) {
      await expectNotYours(ada, { customer })
      await expectNotYours(ada, { customer, flow: 'payment_method_update' })
    }
    expect(callsOf(world)).toEqual([])
    expect(world.stripe.sessions()).toHaveLength(sessions)
  })
})
