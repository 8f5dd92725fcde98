import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plays, seed } from '#tests/seed.ts'
import type { CreditStage } from './stage/credit-stage.ts'
import { findServer, openCreditStage } from './stage/credit-stage.ts'
import { playCredits } from './stage/play-credits.ts'

const bin = findServer()
const histories = Number(process.env['HISTORIES'] ?? plays({ short: 20, long: 1000 }))

describe.skipIf(bin === null)('eight at once, on a PostgreSQL server', () => {
  let stage: CreditStage
  beforeAll(async () => {
    stage = await openCreditStage(bin!)
  })
  afterAll(() => stage.close())

  test(`after each of ${histories} histories, every balance is what Stripe's list and the charges say`, async () => {
    for (let number = seed; number < seed + histories; number += 1)
      expect(await playCredits(stage, number), `SEED=${number}`).toEqual([])
  }, 3_600_000)
})
