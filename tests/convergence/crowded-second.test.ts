import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { StripeCustomers } from '#server/gateways/stripe/customers.ts'
import { routeEvent } from '#server/use-cases/events/route-event.ts'
import { syncCustomers } from '#server/use-cases/sync/sync-customers.ts'
import type { Stage } from './stage/stage.ts'
import { openStage } from './stage/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
beforeEach(() => stage.empty())

const silent = { silent: true }

function createCrowd(count: number, secondOf: (place: number) => number): void {
  for (let place = 0; place < count; place += 1) {
    const email = `person.${place}@example.com`
    stage.stripe.createCustomer({ email, created: 1_700_000_000 + secondOf(place) }, silent)
  }
}

/** A full run, eight windows side by side; `listWindow` may do something between two pages. */
async function runWith(listWindow?: StripeCustomers['listWindow']): Promise<void> {
  const { customers, ...cast } = stage.cast('own', { throughDataApi: false })
  await syncCustomers(
    {
      ...cast,
      route: routeEvent,
      customers: { ...customers, ...(listWindow === undefined ? {} : { listWindow }) },
      now: () => stage.clock.seconds * 1000,
      sleep: () => Promise.resolve(),
    },
    { isFull: true, hasTime: () => true, perSecond: { backfill: 1e9, upkeep: 1e9 } },
  )
}

async function expectInStep(): Promise<void> {
  const living = (await stage.rows()).filter(({ deleted }) => !deleted)
  const atStripe = stage.stripe.customers().map(({ id }) => id)
  expect(living.map(({ id }) => id)).toEqual(atStripe.sort())
}

test('hundreds of customers of one second are listed across pages', async () => {
  createCrowd(450, () => 0)
  await runWith()
  await expectInStep()
})

test('crowded seconds among empty years are listed, eight windows side by side', async () => {
  createCrowd(700, (place) => (place < 350 ? place * 100_000 : 40_000_000 + (place % 3)))
  await runWith()
  await expectInStep()
})

test.each([
  ['in a second of its own', (place: number) => place * 60],
  ['in a crowded second', () => 0],
])('a page whose last customer is deleted before the next one, %s', async (_, secondOf) => {
  createCrowd(450, secondOf)
  const { listWindow } = stage.cast('own', { throughDataApi: false }).customers
  let pages = 0
  await runWith(async (window) => {
    const page = await listWindow(window)
    const last = page?.customers.at(-1)
    if (last !== undefined && page?.hasMore === true && (pages += 1) <= 3)
      stage.stripe.deleteCustomer(last.id, silent)
    return page
  })
  expect(pages).toBeGreaterThan(2)
  // Deleted after it was listed, and nobody rang: the next day's sweep sees to it.
  await runWith()
  await expectInStep()
})
