import { beforeEach, describe, expect, test } from 'vitest'
import type { PortalLink } from '#server/contract/links.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { subscribe } from '../shop.ts'

const ada = 'ada@example.com'
const year = 365 * 86_400
listenToLog()

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

/** A customer, years ago unless told otherwise, of whom the table knows unless the webhook was lost. */
async function make(emails: string[], { created = 1_500_000_000, isLost = false } = {}) {
  const made = emails.map((email, place) =>
    // Four a second, as a script might.
    world.stripe.createCustomer(
      { email, created: created + Math.floor(place / 4) },
      { silent: true },
    ),
  )
  const reads = made.map(({ id, email, created }) => {
    return { stripe_customer_id: id, email, livemode: false, created }
  })
  if (!isLost)
    await world.supabase.database.query('select record_customers($1, take_read_ticket())', [reads])
  return made.map(({ id }) => id)
}

const spellings = (count: number) =>
  Array.from({ length: count }, (_, spelling) =>
    Array.from(ada, (letter, place) =>
      (spelling + 1) & (1 << place) ? letter.toUpperCase() : letter,
    ).join(''),
  )
const repeated = (count: number) => Array.from({ length: count }, () => ada)

/** Calls to Stripe beside the sessions; and no more than ten of these. */
function takeCalls(): number {
  const isSession = world.stripe.calls.map(({ path }) => path === '/v1/billing_portal/sessions')
  world.stripe.resetCalls()
  expect(isSession.filter(Boolean).length).toBeLessThanOrEqual(10)
  return isSession.filter((is) => !is).length
}

/** Asks as the page does: once, then by a press for as long as there are more. */
async function pressToTheEnd(email: string, mostPresses: number) {
  const found = new Map<string, PortalLink>()
  let after: string | undefined
  for (let presses = 0; ; presses += 1) {
    const { links, more, next } = await world.links({ email }, after === undefined ? {} : { after })
    expect(takeCalls()).toBeLessThanOrEqual(12)
    for (const link of links) found.set(link.customer, link)
    if (!more) return found
    expect(presses).toBeLessThan(mostPresses)
    after = next
  }
}

const floods: [string, string[], number][] = [
  ['28 in other spellings', spellings(28), 10],
  ['1,005 in the same spelling', repeated(1005), 11],
]

describe.each(floods)('of %s', (_, planted, presses) => {
  test.each([
    ['before', 1_400_000_000],
    ['after', 1_600_000_000],
  ])('planted, those from %s them are answered, and all others found by presses', async (when) => {
    const since = when === 'before' ? -year : year
    await make(planted)
    const own = await make([ada, 'Ada@example.com'], { created: 1_500_000_000 + since })
    world.stripe.resetCalls()
    const { links, more } = await world.links({ email: ada })
    expect(links.map(({ customer }) => customer)).toEqual(expect.arrayContaining(own))
    expect(more).toBe(true)
    expect(takeCalls()).toBeLessThanOrEqual(12)
    for (const customer of own)
      expect((await world.links({ email: ada }, { customer })).links).toMatchObject([{ customer }])
    world.stripe.resetCalls()
    expect((await pressToTheEnd(ada, presses)).size).toBe(planted.length + 2)
  })
})

test('among plants from before and after, one is found by presses', async () => {
  await make(repeated(300))
  const [own] = await make([ada], { created: 1_500_000_000 + year })
  await make(repeated(300), { created: 1_500_000_000 + 2 * year })
  expect((await world.links({ email: ada })).more).toBe(true)
  world.stripe.resetCalls()
  expect((await pressToTheEnd(ada, 7)).has(own!)).toBe(true)
})

test('a Data API that answers few rows hides no customer', async () => {
  const [first] = await make([ada])
  await make(repeated(8), { created: 1_500_000_000 + year })
  const [last] = await make([ada], { created: 1_500_000_000 + 2 * year })
  world.supabase.control({ maxRows: 2 })
  const { links, more } = await world.links({ email: ada })
  const ids = links.map(({ customer }) => customer)
  expect([ids.includes(first!), ids.includes(last!) || more]).toEqual([true, true])
  expect((await world.links({ email: ada }, { customer: last })).links).toHaveLength(1)
})

test.each([
  ['recorded', false, 3340],
  ['not recorded', true, 250],
])('under 3,340 of a stranger’s own, %s, healing ends', async (_, isLost, count) => {
  await make(repeated(count), { isLost })
  const writes = () => {
    const paths = world.supabase.calls.filter(({ path }) => path.endsWith('/record_customers'))
    world.supabase.resetCalls()
    return paths.length
  }
  world.stripe.resetCalls()
  writes()
  let requests = 0
  do {
    await world.links({ email: ada })
    expect(takeCalls()).toBeLessThanOrEqual(12)
    requests += 1
  } while (writes() > 0 && requests < 8)
  expect(requests).toBeLessThan(8)
})

test('whom row-level security shows nothing is not told that Stripe has more than it lists', async () => {
  await make(repeated(150), { isLost: true })
  await world.supabase.database.exec(
    `create policy "nobody, for a test" on stripe_customers as restrictive to authenticated using (false)`,
  )
  try {
    expect(await world.links({ email: ada })).toEqual({
      email: ada,
      livemode: false,
      links: [],
      more: false,
    })
  } finally {
    await world.supabase.database.exec(`drop policy "nobody, for a test" on stripe_customers`)
  }
})

test('customers of many subscriptions cost no more', async () => {
  const customers = await make([...repeated(3), ...spellings(3)])
  // What rings asks Stripe as well.
  world.loseWebhooks()
  for (const customer of customers)
    for (let count = 0; count < 11; count += 1) subscribe(world, customer)
  const { links } = await world.links({ email: ada })
  expect(takeCalls()).toBeLessThanOrEqual(12)
  expect(links.map(({ subscriptions }) => subscriptions?.length)).toContain(11)
  // What was not read is said.
  for (const { subscriptions, moreSubscriptions } of links)
    expect(moreSubscriptions).toBe(subscriptions?.length === 10)
})

test('a planted record with an overdue payment is not put first', async () => {
  const [own] = await make([ada])
  const [late] = await make([ada], { created: 1_500_000_000 + year })
  const [planted] = await make([ada], { created: 1_500_000_000 + 2 * year })
  subscribe(world, late!)
  subscribe(world, planted!, [{}], { status: 'past_due' })
  const { links } = await world.links({ email: ada })
  expect(links.map(({ customer }) => customer)).toEqual([late, own, planted])
})
