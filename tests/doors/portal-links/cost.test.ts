import { beforeEach, expect, test } from 'vitest'
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

test('twelve customers get ten links at first, and any other when it is asked for', async () => {
  const ids = (await knownCustomers(12)).sort()
  const { links } = await linksOfCallsAtOnce(13)
  expect(links.map(({ customer }) => customer).sort()).toEqual(ids)
  const rest = links.filter(({ url }) => url === null)
  expect(rest).toHaveLength(2)
  expect(countCalls()[sessions]).toBe(10)
  for (const { customer } of rest) {
    const fresh = await world.links({ email }, { customer })
    expect(fresh.links).toMatchObject([{ customer, url: expect.stringContaining('/portal/') }])
  }
})

test('a hundred customers are listed from both ends, and ten sessions made, all at once', async () => {
  await knownCustomers(100)
  const { links, more } = await linksOfCallsAtOnce(14)
  expect([links.length, more]).toEqual([100, false])
  expect(countCalls()['GET /v1/customers']).toBe(2)
})

test('five spellings are five lists', async () => {
  for (const each of ['ada', 'Ada', 'ADA', 'aDa', 'adA'])
    await knownCustomers(each.length, `${each}@example.com`)
  const { links } = await world.links({ email })
  expect(links).toHaveLength(15)
  expect(countCalls()).toEqual({ ...first, 'GET /v1/customers': 5, [sessions]: 10 })
})
