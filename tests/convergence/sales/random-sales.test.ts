import { test } from 'vitest'
import { plays } from '#tests/seed.ts'
import { playSales } from './stage/play-sales.ts'
import { useSalesStage } from './stage/sales-stage.ts'

const stage = useSalesStage()

test('whatever was sold and became of it, no row goes back and the table becomes what Stripe says', async () => {
  await playSales(stage, plays({ short: 20, long: 500 }))
}, 3_600_000)
