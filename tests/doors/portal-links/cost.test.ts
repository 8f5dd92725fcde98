import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { callsOf } from '../shop.ts'

const email = 'ada@example.com'
listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

/** Customers at Stripe that the table knows: so many that ringing for each would take its time. */
async function knownCustomers(count: number, spelling = email): Promise<string[]> {
  const ids = Array.from(
    { length: count },
    () => world.stripe.createCustomer({ email: spelling }, { silent: true }).id,
  )
  await world.supabase.database.query(
    `insert into stripe_customers (stripe_customer_id, email, livemode, last_ticket)
     select id, $2, false, 1 from unnest($1::text[]) as id`,
    [ids, spelling],
  )
  return ids
}

/** How often each call was made. */
function countCalls(): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const call of callsOf(world)) counts[call] = (counts[call] ?? 0) + 1
  return counts
}

/** Whether every call of this kind began before any of them had ended. */
function areSideBySide(paths: string[]): boolean {
  const calls = world.stripe.calls.filter(({ path }) => paths.includes(path))
  const firstEnd = Math.min(...calls.map(({ endedAt }) => endedAt ?? Infinity))
  return calls.every(({ at }) => at < firstEnd)
}

const sessions = 'POST /v1/billing_portal/sessions'

describe.each([1, 3, 10])('%i customers', (count) => {
  test('cost one list and a session each, all at once', async () => {
    await knownCustomers(count)
    const token = await world.signIn(email)
    world.stripe.control({ latencyMs: 400 })
    const { links } = await world.links({ token })
    expect(links).toHaveLength(count)
    expect(countCalls()).toEqual({
      'GET /v1/products': 1,
      'GET /v1/customers': 1,
      [sessions]: count,
    })
    expect(areSideBySide(['/v1/customers', '/v1/billing_portal/sessions'])).toBe(true)
  })

  test('cost one answer of the database before Stripe is asked for sessions, and none after', async () => {
    await knownCustomers(count)
    const token = await world.signIn(email)
    world.supabase.resetCalls()
    await world.links({ token })
    const paths = world.supabase.calls.map(({ path }) => path).filter((path) => /rest/.test(path))
    expect(paths.sort()).toEqual(['/rest/v1/rpc/count_link_request', '/rest/v1/stripe_customers'])
  })
})

test('names are fetched once in ten minutes', async () => {
  await knownCustomers(1)
  await world.links({ email })
  world.stripe.resetCalls()
  await world.links({ email })
  expect(countCalls()).toEqual({ 'GET /v1/customers': 1, [sessions]: 1 })
})

test('an address without customers costs no session', async () => {
  await world.links({ email })
  expect(countCalls()).toEqual({
    'GET /v1/products': 1,
    'GET /v1/customers': 1,
    'GET /v1/customers/search': 1,
  })
})

test('one fresh link costs one look and one session, side by side', async () => {
  const [customer] = await knownCustomers(3)
  await world.links({ email })
  const token = await world.signIn(email)
  world.stripe.resetCalls()
  world.stripe.control({ latencyMs: 400 })
  await world.links({ token }, { customer })
  expect(countCalls()).toEqual({ [`GET /v1/customers/${customer}`]: 1, [sessions]: 1 })
  expect(areSideBySide([`/v1/customers/${customer}`, '/v1/billing_portal/sessions'])).toBe(true)
})

describe('twelve customers', () => {
  test('get ten links at first, in order, and any other when it is asked for', async () => {
    const ids = (await knownCustomers(12)).sort()
    const { links } = await world.links({ email })
    expect(links.map(({ customer }) => customer).sort()).toEqual(ids)
    expect(links.map(({ url }) => url !== null)).toEqual([
      ...Array.from({ length: 10 }, () => true),
      false,
      false,
    ])
    expect(countCalls()[sessions]).toBe(10)

    const token = await world.signIn(email)
    for (const { customer } of links.slice(10)) {
      const fresh = await world.links({ token }, { customer })
      expect(fresh.links).toMatchObject([{ customer, url: expect.stringContaining('/portal/') }])
    }
  })
})

describe('two hundred and one customers', () => {
  test('are listed to the end', async () => {
    await knownCustomers(201)
    const { links } = await world.links({ email })
    expect(links).toHaveLength(201)
    expect(countCalls()['GET /v1/customers']).toBe(3)
  })
})

describe('customers in more than three spellings', () => {
  test('are listed by the proven spelling and the two most frequent, and fetched by id beyond', async () => {
    await knownCustomers(1)
    await knownCustomers(2, 'Ada@example.com')
    await knownCustomers(2, 'ADA@example.com')
    const [fourth] = await knownCustomers(1, 'aDa@example.com')
    const { links } = await world.links({ email })
    expect(links).toHaveLength(6)
    expect(countCalls()).toEqual({
      'GET /v1/products': 1,
      'GET /v1/customers': 3,
      [`GET /v1/customers/${fourth}`]: 1,
      [sessions]: 6,
    })
  })

  test('cost a bounded number of calls, whatever a stranger planted, and the proven spelling is not lost', async () => {
    const [own] = await knownCustomers(1)
    for (let spelling = 1; spelling <= 60; spelling += 1) {
      const letters = Array.from('ada@exam', (letter, place) =>
        spelling & (1 << place) ? letter.toUpperCase() : letter,
      )
      const planted = `${letters.join('')}ple.com`
      if (planted !== email) await knownCustomers(1, planted)
    }
    const { links } = await world.links({ email })
    expect(links.map(({ customer }) => customer)).toContain(own)
    expect(world.stripe.calls.length).toBeLessThanOrEqual(1 + 3 + 20 + 10)
  })
})
