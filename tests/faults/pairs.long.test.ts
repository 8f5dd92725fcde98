import { describe, test } from 'vitest'
import { hastenTime } from '#tests/doors/hasten-time.ts'
import { listenToLog } from '#tests/doors/log-lines.ts'
import { faultNames } from '#tests/faults/faults.ts'
import { expectOneOfBoth, nameOf, pairsOf, rememberSingles } from '#tests/faults/play.ts'
import { scenarios } from '#tests/faults/scenarios.ts'

const log = listenToLog()

describe.each(Object.entries(scenarios))('two calls of %s fail at once', (_, scenario) => {
  const alone = rememberSingles(scenario, log)
  // Each fault strikes each call of each pair.
  const cases = pairsOf(scenario, faultNames, faultNames.length).map(
    (strikes) => [strikes.map(nameOf).join(', '), strikes] as const,
  )
  test.each(cases)('%s', async (_what, strikes) => {
    // Only a call that hangs may be cut off early: the others need what time they need.
    const hangs = strikes.some(([, fault]) => fault === 'hang')
    hastenTime({ times: 10, from: 400, below: hangs ? Infinity : 4000 })
    await expectOneOfBoth(scenario, strikes, alone, log)
  })
})
