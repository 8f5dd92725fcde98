import { expect, test } from 'vitest'
import { plays, seed } from '#tests/seed.ts'
import { useSalesStage } from '../sales/stage/sales-stage.ts'
import { flipPlans } from './plans/flip-plans.ts'
import { everySetting, settingsOf } from './plans/settings.ts'

const stage = useSalesStage()

/** Every setting in turn; the short run begins somewhere else with each seed. */
const usual = plays({ short: 4, long: everySetting.length })
const histories = Number(process.env['HISTORIES'] ?? usual)

test('fifty changes of plan, cancellations and returns grant what the money that came in buys', async () => {
  let granted = 0
  for (let number = seed; number < seed + histories; number += 1) {
    const settings = settingsOf(number)
    const told = await flipPlans(stage, { number, settings }).catch((error: unknown) => {
      throw new Error(`SEED=${number}: ${String(error)}`, { cause: error })
    })
    granted += told.granted
  }
  console.info(`${histories} histories granted ${granted} credits`)
  expect(granted).toBeGreaterThan(0)
}, 3_600_000)
