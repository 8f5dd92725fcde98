import { afterAll, beforeAll, test } from 'vitest'
import { playHistories } from './stage/random-histories.ts'
import type { Stage } from './stage/stage.ts'
import { openStage } from './stage/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('whatever happens in whatever order, no address comes back and the table becomes what Stripe says', async () => {
  await playHistories(stage, { runs: 200 })
}, 300_000)
