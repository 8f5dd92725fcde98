import { afterAll, beforeAll, test } from 'vitest'
import { playHistories } from '#tests/convergence/stage/random-histories.ts'
import type { Stage } from '#tests/convergence/stage/stage.ts'
import { openStage } from '#tests/convergence/stage/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('five thousand random histories keep their promises', async () => {
  await playHistories(stage, { runs: 5000 })
}, 1_800_000)
