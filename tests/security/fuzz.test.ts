import { afterEach, expect, test, vi } from 'vitest'
import { emptyWorld } from '#tests/world.ts'
import { fuzzDoors } from './fuzz.ts'

afterEach(() => void vi.restoreAllMocks())

test('three thousand odd requests: no fault of ours, none slow, nothing left in memory', async () => {
  const world = await emptyWorld({ ALLOWED_ORIGINS: 'https://shop.example.com' })
  const { answered } = await fuzzDoors(world, 3000)
  // It went deep enough: some were served, some refused for each of the reasons.
  for (const status of [200, 204, 400, 401, 403, 404, 405, 413])
    expect(answered[status], String(status)).toBeGreaterThan(0)
}, 60_000)
