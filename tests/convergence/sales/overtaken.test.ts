import { expect, test } from 'vitest'
import { readCheckout } from '#server/rules/purchases/read-sale.ts'
import { purchaseSubject } from '#server/use-cases/purchases/purchase-subject.ts'
import type { SalesCast } from './stage/sales-stage.ts'
import { useSalesStage } from './stage/sales-stage.ts'
import { fillShelf } from './stage/shelf.ts'

const stage = useSalesStage()
const untilOf = async () => (await stage.purchases.rows()).map(({ until }) => until)

/** A guest's order, and what a handler read of it that hangs ever since. */
async function sellAndHang(cast: SalesCast) {
  const { stripe } = stage
  const { links } = fillShelf(stripe)
  const { id } = stripe.payCheckout(stripe.followLink(links.guest).id, { email: 'ada@example.com' })
  const ticket = await cast.records.takeReadTicket()
  const read = readCheckout((await cast.sales.findSession(id))!)!
  stripe.refundCharge(stripe.charges()[0]!.id)
  return { id, awake: () => cast.purchases.recordPurchase(read, ticket) }
}

test('whoever is overtaken by a read that is older than its ring reads again', async () => {
  const cast = stage.salesCast()
  const { id, awake } = await sellAndHang(cast)
  const { recordPurchase } = cast.purchases
  let records = 0
  const world: SalesCast = {
    ...cast,
    purchases: {
      ...cast.purchases,
      async recordPurchase(...args) {
        // Just before the first one lands, the one that hung awakes.
        if ((records += 1) === 1) expect(await awake()).toMatchObject({ outcome: 'recorded' })
        return recordPurchase(...args)
      },
    },
  }
  await purchaseSubject.refresh(world, [id], null)
  expect(await untilOf()).toEqual([null])
  expect(records).toBe(2)
})

test('whoever awakes too late changes nothing', async () => {
  const cast = stage.salesCast()
  const { id, awake } = await sellAndHang(cast)
  await purchaseSubject.refresh(cast, [id], null)
  expect(await awake()).toMatchObject({ outcome: 'overtaken' })
  expect(await untilOf()).toEqual([null])
})
