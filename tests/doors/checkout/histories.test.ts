import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { plays, seed } from '#tests/seed.ts'
import type { World } from '#tests/world.ts'
import { emptyWorld } from '#tests/world.ts'
import { listenToLog } from '../log-lines.ts'
import { skipSilence } from '../time-outs.ts'
import type { Player, Step } from './play-cart.ts'
import { amounts, comeToRest, faults, play, press, reckon, startPlayer } from './play-cart.ts'
import { offer } from './shop-window.ts'

const log = listenToLog()
beforeEach(() => void skipSilence())

async function begin(): Promise<Player> {
  const world: World = await emptyWorld()
  const prices: string[] = []
  for (const unit_amount of amounts)
    prices.push((await offer(world, { recurring: null, unit_amount })).price)
  return startPlayer(world, prices, await world.tokenOf('ada@example.com'))
}

const tab = fc.integer({ min: 0, max: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('press' as const),
      tabs: fc.array(tab, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      line: tab,
      quantity: fc.integer({ min: 0, max: 9 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'pay' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'expire' as const }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      { do: 'empty' as const },
      { do: 'turn' as const },
      { do: 'buy another' as const },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('disturb' as const), how: fc.nat(faults.length - 1) }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'calm' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hear' as const), tab }) },
)

test('whatever happens to a cart, it has one page, is paid once, and no failure outlives its storm', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const player = await begin()
      for (const each of steps) {
        await play(player, each)
        reckon(player)
      }
      await comeToRest(player)
      log.takeFaults()
    }),
    { seed, numRuns: plays({ short: 20, long: 200 }), endOnFailure: true },
  )
})

test('twenty races of tabs that press, while the page is paid or over, end with one page or one order', async () => {
  const player = await begin()
  for (let race = 0; race < 20; race += 1) {
    await play(player, { do: 'empty' })
    player.world.stripe.control({ latencyMs: 1 + (race % 4) })
    player.isKnown = race % 2 === 1
    player.token = await player.world.tokenOf(`race-${race}@example.com`)
    const [first] = await Promise.all([0, 1, 2, 0].map((each) => press(player, each)))
    expect(first?.kind).toBe('page')
    const end = race % 3 === 0 ? 'pay' : race % 3 === 1 ? 'expire' : 'hear'
    const during = [0, 1, 2].map((each) => press(player, each))
    await play(player, end === 'hear' ? { do: 'hear', tab: 1 } : { do: end })
    await Promise.all(during)
    // What was answered in the middle may be over by now.
    player.told.splice(0)
    await comeToRest(player)
  }
})
