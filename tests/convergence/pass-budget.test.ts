import { expect, test } from 'vitest'
import { GatewayError } from '#server/errors.ts'
import { passPurchases } from '#server/use-cases/purchases/pass-purchases.ts'
import type { PassPlace } from '#server/rules/sync/sync-state.ts'
import { nothingPassed } from '#server/rules/sync/sync-state.ts'
import { OutOfTimeError } from '#server/use-cases/sync/pace-stripe.ts'
import { useStage } from './stage/stage.ts'

const stage = useStage()

function createPrice(recurring: { interval: 'month' } | null): string {
  const product = stage.stripe.createProduct({ name: 'Book' }).id
  return stage.stripe.createPrice({ product, unit_amount: 900, currency: 'eur', recurring }).id
}

/** One run: after so many refunds the time is used up. @returns the places that were kept, and how many were asked */
async function run(place: PassPlace, most: number): Promise<{ kept: PassPlace[]; asked: number }> {
  const cast = stage.cast('own', { throughDataApi: false })
  const kept: PassPlace[] = []
  let asked = 0
  const findSources: typeof cast.sales.findSources = (id) => {
    if (asked === most) throw new OutOfTimeError()
    asked += 1
    return cast.sales.findSources(id)
  }
  const world = { ...cast, now: () => stage.clock.seconds * 1000 }
  const pass = passPurchases(
    { ...world, sales: { ...cast.sales, findSources } },
    place,
    async (reached) => void kept.push(reached),
  )
  await pass.catch((error: unknown) => expect(error).toBeInstanceOf(OutOfTimeError))
  return { kept, asked }
}

test('a page of refunds that takes more than a run is resumed within it', async () => {
  const price = createPrice(null)
  for (let place = 0; place < 30; place += 1)
    stage.stripe.createSale({ email: `guest.${place}@example.com`, lines: [{ price }] })
  for (const { id } of stage.stripe.charges()) stage.stripe.refundCharge(id)
  const asked: number[] = []
  let place = nothingPassed
  for (let runs = 0; place.passedAt === null && runs < 6; runs += 1) {
    const found = await run(place, 12)
    place = found.kept.at(-1) ?? place
    asked.push(found.asked)
  }
  expect(place).toMatchObject({ stage: null, passedAt: stage.clock.seconds })
  // Eight at once: of those under way at the end of a run, the next begins with the first.
  expect(asked).toEqual([12, 12, 12, 6])
})

test.each([
  { what: 'is written by two calls', isTaken: false },
  { what: 'is written one by one while somebody else holds a row of it', isTaken: true },
])('a page of fifty sales $what', async ({ isTaken }) => {
  const price = createPrice(null)
  for (let place = 0; place < 50; place += 1)
    stage.stripe.createSale({ email: `guest.${place}@example.com`, lines: [{ price }] })
  const cast = stage.cast('own', { throughDataApi: false })
  const calls = { together: 0, alone: 0 }
  const purchases: typeof cast.purchases = {
    async recordPurchase(...read) {
      calls.alone += 1
      return cast.purchases.recordPurchase(...read)
    },
    async recordPurchases(...reads) {
      calls.together += 1
      if (isTaken) throw new GatewayError('database_unavailable', 'a lock was not given')
      return cast.purchases.recordPurchases(...reads)
    },
  }
  const world = { ...cast, purchases, now: () => stage.clock.seconds * 1000 }
  await passPurchases(world, nothingPassed, async () => undefined)
  expect(calls).toEqual({ together: 2, alone: isTaken ? 50 : 0 })
  const sources = stage.stripe.checkoutSessions().map(({ id }) => id)
  const { rows } = await stage.supabase.database.query(
    `select count(*)::int from private.purchases
     where source = any($1) and access_until = 'infinity'`,
    [sources],
  )
  expect(rows).toEqual([{ count: 50 }])
})

test('a list is one call at Stripe, also of invoices on which something was sold once', async () => {
  const lines = [createPrice({ interval: 'month' }), createPrice(null)].map((price) => ({
    price,
    quantity: 1,
  }))
  const { id } = stage.stripe.createPaymentLink({ lines })
  for (let place = 0; place < 3; place += 1)
    stage.stripe.payCheckout(stage.stripe.followLink(id).id, { email: `${place}@example.com` })
  const { lists } = stage.cast('own', { throughDataApi: false })
  stage.stripe.resetCalls()
  const { entries } = await lists.listInvoices({ since: null, after: null })
  expect(stage.stripe.calls.map(({ path }) => path)).toEqual(['/v1/invoices'])
  expect(entries.map(({ sale }) => sale)).toEqual([null, null, null])
})
