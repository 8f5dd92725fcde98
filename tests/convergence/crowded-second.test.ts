import { expect, test } from 'vitest'
import type { StripeCustomers } from '#server/gateways/stripe/customers.ts'
import { createCrowd, expectInStep } from '#tests/in-step.ts'
import { useStage } from './stage/stage.ts'
import { synchronize } from './stage/tell-history.ts'

const stage = useStage()
const began = 1_700_000_000

/** A full run, eight windows side by side; `listWindow` may do something between two pages. */
async function runWith(listWindow?: StripeCustomers['listWindow']): Promise<void> {
  const { customers, ...cast } = stage.cast('own', { throughDataApi: false })
  const altered = { ...customers, ...(listWindow === undefined ? {} : { listWindow }) }
  await synchronize({ ...cast, customers: altered }, stage.clock, { isFull: true })
}

test('crowded seconds among empty years are listed, eight windows side by side', async () => {
  createCrowd(stage, 700, (place) =>
    place < 350 ? began + place * 100_000 : began + 40_000_000 + (place % 3),
  )
  await runWith()
  await expectInStep(stage)
})

test.each([
  ['in a second of its own', (place: number) => began + place * 60],
  ['in a crowded second', () => began],
])('a page whose last customer is deleted before the next one, %s', async (_, createdAt) => {
  createCrowd(stage, 450, createdAt)
  const { listWindow } = stage.cast('own', { throughDataApi: false }).customers
  let pages = 0
  await runWith(async (window) => {
    const page = await listWindow(window)
    const last = page?.customers.at(-1)
    if (last !== undefined && page?.hasMore === true && (pages += 1) <= 3)
      stage.stripe.deleteCustomer(last.id, { silent: true })
    return page
  })
  expect(pages).toBeGreaterThan(2)
  // Deleted after it was listed, and nobody rang: the next day's sweep sees to it.
  await runWith()
  await expectInStep(stage)
})
