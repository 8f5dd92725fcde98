import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { shapes } from '../customer-events.ts'
import { listenToLog } from '../log-lines.ts'
import { callsOf } from '../shop.ts'

const [old, fresh] = ['ada@example.com', 'ada@new.example.com']
listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
  // Nothing rings by itself: each test delivers what it means.
  world.loseWebhooks()
})

const both = Object.entries(shapes)

async function expectOutcome(delivered: Response | Promise<Response>, outcome: string) {
  const response = await delivered
  expect([response.status, await response.json()]).toEqual([200, { received: true, outcome }])
}

function row(id: string, email: string | null, deleted = false) {
  const address = email === null ? null : email.trim().replace(/[A-Z]/g, (l) => l.toLowerCase())
  return { stripe_customer_id: id, email, address, livemode: false, deleted }
}

/** A customer at Stripe whose row says so. */
async function recorded(email: string | null): Promise<string> {
  const { id } = world.stripe.createCustomer({ email })
  await world.deliver(shapes.snapshot('customer.created', id))
  world.stripe.resetCalls()
  world.supabase.resetCalls()
  return id
}

const restCalls = () => world.supabase.calls.map(({ path }) => path.replace('/rest/v1/rpc/', ''))

describe.each(both)('a %s event', (_, event) => {
  test('of a new customer records what Stripe says, not what the event says', async () => {
    const { id } = world.stripe.createCustomer({ email: old })
    await expectOutcome(world.deliver(event('customer.created', id)), 'recorded')
    expect(await world.rows()).toEqual([row(id, old)])
  })

  test('of a changed address records it, by one call of Stripe and two of the database', async () => {
    const id = await recorded(old)
    world.stripe.updateCustomer(id, { email: fresh })
    await expectOutcome(world.deliver(event('customer.updated', id)), 'recorded')
    expect(await world.rows()).toEqual([row(id, fresh)])
    expect(callsOf(world)).toEqual([`GET /v1/customers/${id}`])
    expect(restCalls()).toEqual(['take_read_ticket', 'record_customers'])
  })

  test('that states only other changes changes nothing and asks nobody', async () => {
    const id = await recorded(old)
    world.stripe.updateCustomer(id, { email: fresh })
    await expectOutcome(world.deliver(event('customer.updated', id, 'name')), 'unchanged')
    expect(await world.rows()).toEqual([row(id, old)])
    expect([callsOf(world), restCalls()]).toEqual([[], []])
  })

  test('that states no changes is looked into', async () => {
    const id = await recorded(old)
    world.stripe.updateCustomer(id, { email: fresh })
    const delivered = world.deliver(event('customer.updated', id, 'nothing stated'))
    await expectOutcome(delivered, 'recorded')
    expect(await world.rows()).toEqual([row(id, fresh)])
  })

  test('that comes twice changes nothing', async () => {
    const id = await recorded(old)
    for (let time = 0; time < 2; time += 1)
      await expectOutcome(world.deliver(event('customer.updated', id)), 'recorded')
    expect(await world.rows()).toEqual([row(id, old)])
  })

  test('of a deletion leaves a tombstone without asking Stripe', async () => {
    const id = await recorded(old)
    world.stripe.deleteCustomer(id)
    await expectOutcome(world.deliver(event('customer.deleted', id)), 'recorded')
    expect(await world.rows()).toEqual([row(id, null, true)])
    expect([callsOf(world), restCalls()]).toEqual([[], ['record_customers']])
  })

  test('of the deletion of an unknown customer leaves a tombstone, which no late event revives', async () => {
    await expectOutcome(world.deliver(event('customer.deleted', 'cus_unknown')), 'recorded')
    world.stripe.createCustomer({ id: 'cus_unknown', email: old })
    for (const type of ['customer.created', 'customer.updated'])
      await expectOutcome(world.deliver(event(type, 'cus_unknown')), 'recorded')
    expect(await world.rows()).toEqual([row('cus_unknown', null, true)])
  })

  test('that comes after the deletion finds it out at Stripe', async () => {
    const id = await recorded(old)
    world.stripe.deleteCustomer(id)
    await expectOutcome(world.deliver(event('customer.updated', id)), 'recorded')
    expect(await world.rows()).toEqual([row(id, null, true)])
  })

  test.each([
    ['another mode', { livemode: true }],
    ['no mode', { livemode: undefined }],
    ['a connected account', { account: 'acct_connected' }],
    ['a connected account, in the newer words', { context: 'acct_connected' }],
  ])('of %s is ignored and asks nobody', async (_, more) => {
    const id = await recorded(old)
    for (const type of ['customer.created', 'customer.updated', 'customer.deleted'])
      await expectOutcome(world.deliver(event(type, id, 'email', more)), 'ignored')
    expect(await world.rows()).toEqual([row(id, old)])
    expect([callsOf(world), restCalls()]).toEqual([[], []])
  })

  test.each(['gcus_guest', 'acct_1', 'cus_', 'cus_1/../cus_2', ''])(
    'of what is no customer is ignored: %j',
    async (id) => {
      for (const type of ['customer.created', 'customer.updated', 'customer.deleted'])
        await expectOutcome(world.deliver(event(type, id)), 'ignored')
      expect([await world.rows(), callsOf(world)]).toEqual([[], []])
    },
  )

  test.each([
    'customer.subscription.deleted',
    'customer.source.created',
    'customer',
    'customer.deleted.twice',
    'invoice.paid',
  ])('of another type is ignored: %s', async (type) => {
    const id = await recorded(old)
    await expectOutcome(world.deliver(event(type, id)), 'ignored')
    expect([await world.rows(), callsOf(world)]).toEqual([[row(id, old)], []])
  })

  test('of a customer that the key does not know is ignored, and a row left alone', async () => {
    const id = 'cus_ofanotheraccount'
    await world.plantRow(id, old)
    for (const type of ['customer.created', 'customer.updated'])
      await expectOutcome(world.deliver(event(type, id)), 'ignored')
    expect(await world.rows()).toEqual([row(id, old)])
  })
})

describe('a deletion', () => {
  test.each(['full', 'bare'] as const)(
    'that Stripe tells in its %s shape is taken',
    async (shape) => {
      world.stripe.control({ deliveries: { drop: false }, deletedCustomerEvents: shape })
      const { id } = world.stripe.createCustomer({ email: old })
      world.stripe.deleteCustomer(id)
      await world.stripe.settled()
      expect(await world.rows()).toEqual([row(id, null, true)])
    },
  )

  test('is final, whatever comes late', async () => {
    const id = await recorded(old)
    await world.deliver(shapes.snapshot('customer.deleted', id))
    // Stripe still shows it, as a read that began before the deletion would.
    await expectOutcome(world.deliver(shapes.snapshot('customer.created', id)), 'recorded')
    await expectOutcome(world.deliver(shapes.thin('customer.updated', id)), 'recorded')
    expect(await world.rows()).toEqual([row(id, null, true)])
    expect((await world.links({ email: old })).links).toEqual([])
  })
})

describe('thin events as Stripe rings them', () => {
  test.each([false, true])('keep the table in step (changes left out: %s)', async (without) => {
    world.stripe.reset()
    world.stripe.control({ deliveries: { thinWithoutChanges: without, retryDelaysMs: [10] } })
    world.stripe.addWebhookEndpoint({
      url: `${world.origin}/api/stripe-webhook`,
      secret: world.webhookSecret,
      events: ['v1.customer.created', 'v1.customer.updated', 'v1.customer.deleted'],
      thin: true,
    })
    const { id: moved } = world.stripe.createCustomer({ email: old })
    const { id: gone } = world.stripe.createCustomer({ email: old })
    await world.stripe.settled()
    world.stripe.updateCustomer(moved, { email: fresh })
    world.stripe.updateCustomer(moved, { name: 'Ada' })
    world.stripe.deleteCustomer(gone)
    await world.stripe.settled()
    expect(await world.rows()).toEqual(
      [row(moved, fresh), row(gone, null, true)].sort((a, b) =>
        a.stripe_customer_id < b.stripe_customer_id ? -1 : 1,
      ),
    )
    expect(new Set(world.stripe.deliveries().map(({ attempts }) => String(attempts)))).toEqual(
      new Set(['200']),
    )
  })
})

test.each([
  ['beyond ASCII', 'ådä@exämple.com'],
  ['in capitals, with blanks around', '  ADA@Example.COM '],
  ['taken away', null],
])('an address is kept as Stripe spells it: %s', async (_, email) => {
  const id = await recorded(old)
  world.stripe.updateCustomer(id, { email })
  await expectOutcome(world.deliver(shapes.thin('customer.updated', id)), 'recorded')
  expect(await world.rows()).toEqual([row(id, email)])
})
