import { afterEach, expect, test, vi } from 'vitest'
import { fuzzDoors } from '#tests/security/fuzz.ts'
import { emptyWorld } from '#tests/world.ts'

afterEach(() => void vi.restoreAllMocks())

test('a hundred thousand odd requests: no fault of ours, none slow, nothing left in memory', async () => {
  const world = await emptyWorld({ ALLOWED_ORIGINS: 'https://shop.example.com' })
  const { answered } = await fuzzDoors(world, 100_000)
  for (const status of [200, 204, 400, 401, 403, 404, 405, 413])
    expect(answered[status], String(status)).toBeGreaterThan(0)
}, 1_800_000)
