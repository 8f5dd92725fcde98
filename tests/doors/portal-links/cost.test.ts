import { beforeEach, describe, expect, test } from 'vitest'
import type { PortalLinksResponse } from '#server/contract/links.ts'
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

/** Customers at Stripe that the table knows. */
async function knownCustomers(count: number, spelling = email): Promise<string[]> {
  const ids: string[] = []
  for (let made = 0; made < count; made += 1) ids.push(await world.knownCustomer(spelling))
  return ids
}

/** How often each call was made. */
function countCalls(): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const call of callsOf(world)) counts[call] = (counts[call] ?? 0) + 1
  return counts
}

/** Asks for links while Stripe answers nothing before so many calls have come: it must be asked all at once. */
async function linksOfCallsAtOnce(calls: number, body?: object): Promise<PortalLinksResponse> {
  const { promise: until, resolve } = Promise.withResolvers<void>()
  world.stripe.control({ faults: [{ until }] })
  const links = world.links({ email }, body)
  await expect.poll(() => world.stripe.calls.length, { timeout: 60_000 }).toBe(calls)
  resolve()
  return links
}

const sessions = 'POST /v1/billing_portal/sessions'
/** What is known for ten minutes. */
const first = { 'GET /v1/products': 1, 'GET /v1/billing_portal/configurations': 1 }

test.each([1, 3, 10])(
  '%i customers cost one round of the database, then a list and a session each, all at once',
  async (count) => {
    await knownCustomers(count)
    const { links } = await linksOfCallsAtOnce(count + 3)
    expect(links).toHaveLength(count)
    expect(countCalls()).toEqual({
      ...first,
      'GET /v1/customers': 1,
      [sessions]: count,
    })
    const paths = world.supabase.calls.map(({ path }) => path).filter((path) => /rest/.test(path))
    expect(paths.sort()).toEqual(['/rest/v1/rpc/count_link_request', '/rest/v1/stripe_customers'])
  },
)

test('names, and what the portal allows, are fetched once in ten minutes', async () => {
  await knownCustomers(1)
  await world.links({ email })
  world.stripe.resetCalls()
  await world.links({ email })
  expect(countCalls()).toEqual({ 'GET /v1/customers': 1, [sessions]: 1 })
})

test('an address without customers costs no session', async () => {
  await world.links({ email })
  expect(countCalls()).toEqual({
    ...first,
    'GET /v1/customers': 1,
    'GET /v1/customers/search': 1,
  })
})

test('one fresh link costs one look and one session, side by side', async () => {
  const [customer] = await knownCustomers(3)
  await world.links({ email })
  world.stripe.resetCalls()
  await linksOfCallsAtOnce(2, { customer })
  expect(countCalls()).toEqual({ [`GET /v1/customers/${customer}`]: 1, [sessions]: 1 })
})

test('twelve customers get ten links at first, in order, and any other when it is asked for', async () => {
  const ids = (await knownCustomers(12)).sort()
  const { links } = await world.links({ email })
  expect(links.map(({ customer }) => customer).sort()).toEqual(ids)
  expect(links.map(({ url }) => url !== null)).toEqual([
    ...Array.from({ length: 10 }, () => true),
    false,
    false,
  ])
  expect(countCalls()[sessions]).toBe(10)
  for (const { customer } of links.slice(10)) {
    const fresh = await world.links({ email }, { customer })
    expect(fresh.links).toMatchObject([{ customer, url: expect.stringContaining('/portal/') }])
  }
})

test('two hundred and one customers are listed to the end', async () => {
  await knownCustomers(201)
  const { links } = await world.links({ email })
  expect(links).toHaveLength(201)
  expect(countCalls()['GET /v1/customers']).toBe(3)
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
      ...first,
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
    expect(world.stripe.calls.length).toBeLessThanOrEqual(2 + 3 + 20 + 10)
  })
})
