import { describe, expect, test } from 'vitest'
import { listenToLog } from '#tests/doors/log-lines.ts'
import { faultNames } from './faults.ts'
import { expectOneOfBoth, nameOf, pairsOf, play, rememberSingles } from './play.ts'
import { scenarios } from './scenarios.ts'

// Every scenario, each fault with many: tests/faults/pairs.long.test.ts
const quick = faultNames.filter((name) => name !== 'hang' && name !== 'cut')
const log = listenToLog()

test.each(Object.entries(scenarios))('%s: done in fair weather', async (_, scenario) => {
  expect(await play(scenario, [], log)).toBe('done')
})

describe.each(['all links', 'a webhook'] as const)('two calls of %s fail at once', (name) => {
  const scenario = scenarios[name]
  const alone = rememberSingles(scenario, log)
  const cases = pairsOf(scenario, quick, 1).map(
    (strikes) => [strikes.map(nameOf).join(', '), strikes] as const,
  )
  test.each(cases)('%s', (_what, strikes) => expectOneOfBoth(scenario, strikes, alone, log))
})
