import { expect } from 'vitest'
import { seed } from '#tests/seed.ts'
import type { OwnedRow } from './purchase-log.ts'
import type { SalesStage } from './sales-stage.ts'
import { synchronizeSales } from './synchronize-sales.ts'
import type { Told } from './tell-sales.ts'
import { tellSales } from './tell-sales.ts'

/** Plays so many histories of sales; throws at the first that breaks a promise, with its seed and its story. */
export async function playSales(stage: SalesStage, runs: number, from = seed): Promise<void> {
  console.info(`histories of sales: ${runs} from seed ${from} on`)
  for (let number = from; number < from + runs; number += 1)
    await playOne(stage, number).catch((error: unknown) => {
      throw new Error(`history of sales ${number}: ${String(error)}`, { cause: error })
    })
}

async function playOne(stage: SalesStage, number: number): Promise<void> {
  const told = await tellSales(stage, number)
  const { isDeaf, isLost } = told
  if (!isLost && !isDeaf) await assertTrue(stage, told, 'at rest')
  const cast = stage.salesCast()
  const run = (isFull: boolean) => synchronizeSales(cast, stage.clock, { isFull, isDeaf })
  expect(await run(false)).toMatchObject({ isComplete: true })
  if (!isDeaf) await assertTrue(stage, told, 'after the replay')
  // Half of them, where the replay has shown it: it takes as long as the history.
  if (!isDeaf && number % 2 === 1) return
  expect(await run(true)).toMatchObject({ isComplete: true })
  await assertTrue(stage, told, 'after the pass')
}

/** Every line that Stripe says was sold has one row that says the same, under the right account, and nothing else. */
async function assertTrue(stage: SalesStage, told: Told, when: string): Promise<void> {
  const why = `${when}\n${told.story.join('\n')}`
  const rows = await stage.purchases.rows()
  const truth = [...told.witness.truth().values()].flat()
  const lineOf = ({ source, line }: { source: string; line: string }) => `${source} ${line}`
  const standing = rows.filter(({ status }) => status !== 'removed')
  expect(standing.map(lineOf).sort(), why).toEqual(truth.map(lineOf).sort())
  for (const said of truth)
    expect(
      standing.find((row) => lineOf(row) === lineOf(said)),
      why,
    ).toMatchObject(said)
  for (const row of rows) {
    if (row.status === 'removed') expect(row.until, `${row.line} is removed ${why}`).toBeNull()
    assertOwner(stage, told, row, why)
  }
}

function assertOwner({ stripe }: SalesStage, { market }: Told, row: OwnedRow, why: string): void {
  const { source, customer, account, address, isReferenced } = row
  const { references, guests } = market.orders
  const whose = `whose ${source} ${row.line} is, ${why}`
  const named = references.get(source)
  expect(isReferenced, whose).toBe(named !== undefined)
  if (named !== undefined) return expect(account, whose).toBe(named)
  if (customer === null) return expect(address, whose).toBe(guests.get(source))
  // Of one who is gone, or has no address: as it was last, which the witness has seen.
  const email = stripe.findCustomer(customer)?.email
  if (email) expect(address, whose).toBe(email.toLowerCase())
}
