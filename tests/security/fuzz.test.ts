import { afterEach, expect, test, vi } from 'vitest'
import { plays } from '#tests/seed.ts'
import { emptyWorld } from '#tests/world.ts'
import { fuzzDoors } from './fuzz.ts'

afterEach(() => void vi.restoreAllMocks())

test('odd requests by the thousand: no fault of ours, none slow, nothing left in memory', async () => {
  const world = await emptyWorld({ ALLOWED_ORIGINS: 'https://shop.example.com' })
  const { answered } = await fuzzDoors(world, plays({ short: 1800, long: 100_000 }))
  // It went deep enough: some were served, some refused for each of the reasons.
  for (const status of [200, 204, 400, 401, 403, 404, 405, 413])
    expect(answered[status], String(status)).toBeGreaterThan(0)
})
