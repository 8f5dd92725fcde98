import { afterEach, expect, test } from 'vitest'
import { brokenRules, breakRule } from './stage/broken.ts'
import { playSales } from './stage/play-sales.ts'
import { useSalesStage } from './stage/sales-stage.ts'

// The test of the test: with a rule gone, the random histories must find it out.
const stage = useSalesStage()
let putRight: () => Promise<void> = async () => undefined
afterEach(() => putRight())

// Most need one or two dozen.
test.each(Object.keys(brokenRules))('it is noticed that %s', async (name) => {
  putRight = await breakRule(stage, brokenRules[name]!)
  await expect(playSales(stage, 500, 1)).rejects.toThrow(/^history of sales/)
})
