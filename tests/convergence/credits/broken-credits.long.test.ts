import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokenCredits, breakCredits } from './stage/broken-credits.ts'
import type { CreditStage } from './stage/credit-stage.ts'
import { findServer, openCreditStage } from './stage/credit-stage.ts'
import { playCredits } from './stage/play-credits.ts'

const bin = findServer()
/** As many as are played: most rules need a handful, some the right timing. */
const mostHistories = 1000

// The test of the test: with a rule gone, the histories must find it out.
describe.skipIf(bin === null)('eight at once, on a PostgreSQL server', () => {
  let stage: CreditStage
  let putRight: () => Promise<void> = async () => undefined
  beforeAll(async () => {
    stage = await openCreditStage(bin!)
  })
  afterEach(() => putRight())
  afterAll(() => stage.close())

  test.each(Object.keys(brokenCredits))('it is noticed that %s', async (name) => {
    putRight = await breakCredits(stage, brokenCredits[name]!)
    let number = 1
    while (number <= mostHistories && (await playCredits(stage, number)).length === 0) number += 1
    console.info(`${name}: history ${number} of at most ${mostHistories}`)
    expect(number).toBeLessThanOrEqual(mostHistories)
  })
})
