import { test } from 'vitest'
import { plays } from '#tests/seed.ts'
import { playHistories } from './stage/random-histories.ts'
import { useStage } from './stage/stage.ts'

const stage = useStage()

test('whatever happens in whatever order, no address comes back and the table becomes what Stripe says', async () => {
  await playHistories(stage, { runs: plays({ short: 60, long: 5000 }) })
}, 3_600_000)
