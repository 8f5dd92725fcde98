import { expect, test } from 'vitest'
import { listenToLog } from '#tests/doors/log-lines.ts'
import { skipSilence } from '#tests/doors/time-outs.ts'
import { plays } from '#tests/seed.ts'
import { faultNames } from './faults.ts'
import { expectOneOfBoth, nameOf, pairsOf, play } from './play.ts'
import { scenarios } from './scenarios.ts'

const log = listenToLog()

test.each(Object.entries(scenarios))('%s: done in fair weather', async (_, scenario) => {
  expect(await play(scenario, [], log)).toBe('done')
})

// Each fault strikes each call of each pair; before a push, cases from end to end of the list.
const all = Object.entries(scenarios).flatMap(([name, scenario]) =>
  pairsOf(scenario, faultNames).map(
    (strikes) => [`${name}: ${strikes.map(nameOf).join(', ')}`, scenario, strikes] as const,
  ),
)
const step = Math.ceil(all.length / plays({ short: 8, long: all.length }))

test.each(all.filter((_, place) => place % step === 0))(
  'two calls fail at once: %s',
  async (_, scenario, strikes) => {
    skipSilence()
    await expectOneOfBoth(scenario, strikes, log)
  },
)
