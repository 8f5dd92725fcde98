import { expect, test } from 'vitest'
import { createCrowd, expectInStep } from '#tests/in-step.ts'
import { createScheduledDoor, sum } from './stage/scheduled-door.ts'
import { useStage } from './stage/stage.ts'
import { createVirtualTime } from './stage/virtual-time.ts'

const stage = useStage()
const customers = 24_000

test('more customers than the scheduled door can list in one tick are listed in two, and hardly anybody twice', async () => {
  createCrowd(stage, customers)
  const door = createScheduledDoor(stage, createVirtualTime())
  const first = await door.tick(1200)
  expect(first).toMatchObject({ isComplete: false })
  expect(first.passed).toBeGreaterThan(8000)
  const reports = [first, ...(await door.tickToTheEnd(0, 1))]
  // What lay ahead of the slowest of eight stretches is listed again.
  expect(sum(reports, 'passed')).toBeLessThan(customers + 8 * 600)
  await expectInStep(stage)
})
