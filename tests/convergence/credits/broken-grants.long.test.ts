import { afterEach, expect, test } from 'vitest'
import { breakRule } from '../sales/stage/broken.ts'
import { useSalesStage } from '../sales/stage/sales-stage.ts'
import { brokenGrants } from './plans/broken-grants.ts'
import { flipPlans } from './plans/flip-plans.ts'
import { settingsOf } from './plans/settings.ts'

// The test of the test: with a rule gone, changes of plan must buy too much.
const stage = useSalesStage()
let putRight: () => Promise<void> = async () => undefined
afterEach(() => putRight())

/** Most need one or two. */
const mostHistories = 60

test.each(Object.keys(brokenGrants))('it is noticed that %s', async (name) => {
  putRight = await breakRule(stage, brokenGrants[name]!)
  const play = async () => {
    for (let number = 1; number <= mostHistories; number += 1)
      await flipPlans(stage, { number, settings: settingsOf(number) }).catch((error: unknown) => {
        console.info(`history ${number}: ${String(error).split('\n')[0]}`)
        throw error
      })
  }
  await expect(play()).rejects.toThrow(/granted/)
})
