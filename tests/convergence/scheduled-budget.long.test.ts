import { beforeEach, expect, test } from 'vitest'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})

const customers = 24_000

test('before more customers than it can list, the scheduled door stops in time and goes on at the next tick', async () => {
  for (let place = 0; place < customers; place += 1)
    world.stripe.createCustomer(
      { email: `person.${place}@example.com`, created: 1_700_000_000 + place * 60 },
      { silent: true },
    )
  world.stripe.control({ latencyMs: 1200 })
  const startedAt = performance.now()
  const response = await world.tick()
  expect(performance.now() - startedAt).toBeLessThan(27_000)
  expect(response.status).toBe(200)
  const first = (await response.json()) as { passed: number; isComplete: boolean }
  expect(first).toMatchObject({ isComplete: false })
  expect(first.passed).toBeGreaterThan(8000)

  world.stripe.control({ latencyMs: 0 })
  const second = (await (await world.tick()).json()) as { passed: number }
  expect(second).toMatchObject({ isComplete: true })
  // What lay ahead of the slowest of eight stretches is listed again.
  expect(first.passed + second.passed).toBeLessThan(customers + 8 * 600)
  expect(await world.rows()).toHaveLength(customers)
})
